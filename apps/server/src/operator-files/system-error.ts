/** The code of an error of the operating system, such as `ENOENT`; any other error as text. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
}
