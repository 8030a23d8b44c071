// Builds what a published site carries into sijill/publish/static: two classic scripts with their style sheets, fonts inside, so that pages open
// from a folder. Also the fonts of PDFs: the packages have them as WOFF, typesetting needs TrueType, which is the same tables uncompressed.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { inflateSync } from "node:zlib";
import { build } from "vite";

const OUT = "../../publish/static";
const FONTS = {
  "plex-sans": ["IBMPlexSans-Regular", "IBMPlexSans-SemiBold", "IBMPlexSans-Italic"],
  "plex-sans-arabic": ["IBMPlexSansArabic-Regular", "IBMPlexSansArabic-SemiBold"],
};

rmSync(OUT, { recursive: true, force: true });
for (const name of ["site", "map"]) {
  await build({
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    define: { "import.meta.url": '""' },
    build: {
      outDir: OUT,
      emptyOutDir: false,
      assetsInlineLimit: 1 << 24,
      target: "es2022",
      chunkSizeWarningLimit: 3000,
      license: { fileName: `${name}-licences.md` },
      lib: { entry: `src/site/${name}.ts`, formats: ["iife"], name: `sijill_${name}`, fileName: () => `${name}.js`, cssFileName: name },
    },
  });
}
mkdirSync(`${OUT}/fonts`, { recursive: true });
for (const [family, names] of Object.entries(FONTS)) {
  const folder = `node_modules/@ibm/${family}/fonts/complete/woff`;
  for (const name of names) writeFileSync(`${OUT}/fonts/${name}.ttf`, unpackWoff(readFileSync(`${folder}/${name}.woff`)));
  writeFileSync(`${OUT}/fonts/${family}-OFL.txt`, readFileSync(`${folder}/license.txt`));
}

/** Return the TrueType or OpenType font inside a WOFF 1.0 file (W3C Recommendation of 2012, sections 3 to 5). */
function unpackWoff(woff) {
  const count = woff.readUInt16BE(12);
  const tables = [...Array(count).keys()].map((number) => {
    const at = 44 + number * 20;
    const [offset, packed, length, checksum] = [4, 8, 12, 16].map((field) => woff.readUInt32BE(at + field));
    const raw = woff.subarray(offset, offset + packed);
    return { tag: woff.subarray(at, at + 4), checksum, data: packed < length ? inflateSync(raw) : Buffer.from(raw) };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const head = Buffer.alloc(12 + count * 16);
  woff.copy(head, 0, 4, 8);
  [count, power * 16, Math.log2(power), (count - power) * 16].forEach((value, number) => head.writeUInt16BE(value, 4 + number * 2));
  const parts = [head];
  let offset = head.length;
  tables.forEach(({ tag, checksum, data }, number) => {
    const at = 12 + number * 16;
    tag.copy(head, at);
    [checksum, offset, data.length].forEach((value, field) => head.writeUInt32BE(value, at + 4 + field * 4));
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    offset += data.length + padding.length;
  });
  return Buffer.concat(parts);
}
