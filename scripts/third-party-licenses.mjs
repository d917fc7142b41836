import { noticesOf } from './installed-packages.mjs';

const RULE = '='.repeat(80);

/** One text with the notice of every package. */
export function thirdPartyLicenses(packages) {
  const entries = packages.map((each) => {
    const { name, version, license } = each;
    return [RULE, `${name} ${version} (${license})`, RULE, '', noticesOf(each).join('\n\n'), ''].join('\n');
  });
  return ['Target-eye comes with these packages, each under its own license.', '', ...entries].join('\n');
}
