// One spelling for what readers take as the same letters; the index was made with the same rules (`sijill.lang.script.fold`, then the article).
const LETTERS: Record<string, string> = {
  "\u0622": "\u0627", "\u0623": "\u0627", "\u0625": "\u0627", "\u0671": "\u0627", "\u0649": "\u064a", "\u0629": "\u0647", "\u0624": "\u0648", "\u0626": "\u064a",
  "\u06cc": "\u064a", "\u06d2": "\u064a", "\u06a9": "\u0643", "\u06aa": "\u0643", "\u06c1": "\u0647", "\u06c0": "\u0647", "\u06d5": "\u0647", "\u06be": "\u0647",
};

/** Return the words of a text as the index has them. */
export function foldWords(text: string): string[] {
  const folded = [...text.normalize("NFC")].map((letter) => LETTERS[letter] ?? letter).join("");
  const plain = folded.normalize("NFKD").replace(/\p{M}|\u0640|['\u2018\u2019\u02bb-\u02bf`]/gu, "").toLowerCase();
  const digits = plain.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
  return (digits.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => (word.length > 4 && word.startsWith("\u0627\u0644") ? word.slice(2) : word));
}

function digitValue(digit: string): number {
  let code = digit.codePointAt(0) ?? 48;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code -= 1;
    value += 1;
  }
  return value;
}
