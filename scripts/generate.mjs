import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { ROOT } from './set-up.mjs';

const PACKAGE = join(ROOT, 'packages', 'http-api');

/** The description of the API, as it is written. */
const SOURCE = join(PACKAGE, 'openapi.yaml');

/** Where what is made of it lies. */
const GENERATED = join(PACKAGE, 'src', 'generated');

const NOTE = '// Made of openapi.yaml by `npm run generate`.\n\n';

/**
 * Everything that is made of the description.
 * @returns the text of each file by its name in `GENERATED`
 */
async function generated() {
  const text = readFileSync(SOURCE, 'utf8');
  const document = parse(text);
  const requests = requestSchemas(document);
  const files = {
    'types.ts': astToString(await openapiTS(pathToFileURL(SOURCE), { immutable: true })),
    'request-schemas.ts': requestSchemasModule(requests),
    'document.ts': documentModule(document, Object.keys(requests)),
  };
  const options = await resolveConfig(SOURCE);
  const texts = await Promise.all(
    Object.values(files).map((code) => format(NOTE + code, { ...options, parser: 'typescript' })),
  );
  return Object.fromEntries(Object.keys(files).map((name, index) => [name, texts[index]]));
}

/** The schemas of the bodies of requests, with those that they refer to. */
function requestSchemas({ paths, components }) {
  const bodies = Object.values(paths).flatMap((path) => Object.values(path).map(({ requestBody }) => requestBody));
  const names = new Set();
  const follow = (value) => {
    for (const [, name] of JSON.stringify(value ?? null).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (names.has(name)) continue;
      names.add(name);
      follow(components.schemas[name]);
    }
  };
  bodies.forEach(follow);
  return Object.fromEntries([...names].sort().map((name) => [name, components.schemas[name]]));
}

function requestSchemasModule(schemas) {
  return `
    import type { Schemas } from '../document.js';

    /** The schemas of the bodies of requests. */
    export const REQUEST_SCHEMAS: Schemas = ${JSON.stringify(schemas)};
  `;
}

function documentModule({ components, ...document }, requests) {
  const { schemas, ...others } = components;
  const otherSchemas = Object.fromEntries(Object.entries(schemas).filter(([name]) => !requests.includes(name)));
  return `
    import type { OpenApiDocument } from '../document.js';
    import { REQUEST_SCHEMAS } from './request-schemas.js';

    /** The description of the API, made anew each time: who needs it once does not keep it in memory. */
    export const openApiDocument = (): OpenApiDocument => ({
      ${membersOf(document)}
      components: {
        ${membersOf(others)}
        schemas: { ...REQUEST_SCHEMAS, ${membersOf(otherSchemas)} },
      },
    });
  `;
}

function membersOf(object) {
  return Object.entries(object)
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)},`)
    .join('\n');
}

async function main([option]) {
  const stale = Object.entries(await generated()).filter(([name, text]) => textOf(join(GENERATED, name)) !== text);
  if (option !== '--check') for (const [name, text] of stale) writeFileSync(join(GENERATED, name), text);
  else if (stale.length > 0) {
    process.stderr.write(
      `run npm run generate: ${stale.map(([name]) => name).join(', ')} is not what openapi.yaml makes\n`,
    );
    process.exitCode = 1;
  }
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

await main(process.argv.slice(2));
