import { noticesOf } from './installed-packages.mjs';

/**
 * Debian's machine-readable copyright file (https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/) for a
 * program and the packages in it, with the notice of each.
 */
export function copyrightFile(head, program, packages) {
  const stanzas = [stanza('*', program, program.notices), ...packages.map(stanzaOf)];
  return `${[head.trimEnd(), ...stanzas].join('\n\n')}\n`;
}

function stanzaOf(each) {
  const notices = noticesOf(each);
  const ownWords = each.license === 'Apache-2.0' ? notices.filter((notice) => !isApache(notice)) : notices;
  return stanza(`node_modules/${each.name}/*`, each, each.license === 'Apache-2.0' ? [APACHE, ...ownWords] : notices);
}

function stanza(files, each, notices) {
  return [
    `Files: ${files}`,
    field('Copyright', holders(each, notices)),
    `License: ${each.license}`,
    indented(notices.join('\n\n')),
  ].join('\n');
}

/** The lines that claim the copyright; if there are none, the people whom the manifest names. */
function holders({ name, author, contributors }, notices) {
  const claims = notices
    .flatMap((notice) => notice.split('\n'))
    .map((line) => line.replace(/^[\s*#/-]+/, '').trim())
    .filter((line) => /^(?:copyright\b|\(c\)|©)/i.test(line) && !/\b(?:license|notice|holder)s?\b/i.test(line));
  const people = [author, ...(contributors ?? [])].filter(Boolean).map((person) => person.name ?? person);
  if (claims.length === 0 && people.length === 0) throw new Error(`nobody is said to hold the copyright of ${name}`);
  return [...new Set(claims.length > 0 ? claims : people)];
}

function field(name, lines) {
  return `${name}: ${lines.join('\n ')}`;
}

function indented(text) {
  return text
    .split('\n')
    .map((line) => ` ${line.trim() === '' ? '.' : line.trimEnd()}`)
    .join('\n');
}

function isApache(notice) {
  return notice.startsWith('Apache License');
}

/** Debian's policy, 12.5: common licenses are referred to. */
const APACHE = 'On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.';
