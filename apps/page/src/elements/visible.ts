/** Characters that one does not see. The joiner of an emoji is none of them. */
const UNSEEN = /(?<![\p{Extended_Pictographic}\uFE0F])\u200D|(?!\u200D)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Control and format characters as `⟨U+202E⟩`: two names that look alike must not be taken for the same. */
export function visible(text: string): string {
  return text.replace(
    UNSEEN,
    (character) => `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}
