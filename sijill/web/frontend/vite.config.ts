// Builds the workbench's front end into sijill/web/static: hashed names, a manifest for the server, no inlined data, the licences of what is bundled.
import { defineConfig } from "vite";

export default defineConfig({
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "../static",
    emptyOutDir: true,
    manifest: "manifest.json",
    license: { fileName: "licences.md" },
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 1500,
    rollupOptions: { input: { workbench: "src/workbench.ts" } },
  },
});
