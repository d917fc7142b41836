/** What a URL is when it is none of the service, or was refused before anybody looked what it is. */
export const NO_TEMPLATE = 'other';

const READ = ['GET', 'HEAD'] as const;
const GROUP = '/<application>/<environment>';
const LISTED_GROUP = '/api/v1/groups/<application>/<environment>';
const PAGE_FILE = '/-/ui/<file>';
const GROUP_STATUS = '/api/v1/groups/<application>/<environment>/status';

/** The URLs of the service, with placeholders for what clients choose, and the methods that each answers. */
export const URL_TEMPLATES = {
  '/': READ,
  [GROUP]: [...READ, 'PUT', 'POST', 'DELETE'],
  '/api/v1/groups': [...READ, 'PUT', 'DELETE'],
  [LISTED_GROUP]: READ,
  [GROUP_STATUS]: READ,
  '/api/v1/status': READ,
  '/api/v1/targets': ['DELETE'],
  '/http_sd': READ,
  '/openapi.json': READ,
  '/metrics': READ,
  '/-/healthy': READ,
  '/-/ready': READ,
  '/-/reload': ['POST'],
  '/-/ui/about': READ,
  '/-/ui/history': READ,
  [PAGE_FILE]: READ,
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** One of the URLs of the service. */
export type UrlTemplate = keyof typeof URL_TEMPLATES;

/** Of which template a path is, without the prefix of all URLs; `NO_TEMPLATE` for a path that is nothing here. */
export function templateOf(path: string): string {
  if (Object.hasOwn(URL_TEMPLATES, path)) return path;
  if (/^\/(?!-\/)[^/]+\/[^/]+$/.test(path)) return GROUP;
  if (/^\/-\/ui\/[^/]+$/.test(path)) return PAGE_FILE;
  const below = /^\/api\/v1\/groups\/[^/]+\/[^/]+(\/status)?$/.exec(path);
  if (below === null) return NO_TEMPLATE;
  return below[1] === undefined ? LISTED_GROUP : GROUP_STATUS;
}
