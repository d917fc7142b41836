/** JSON schemas (2020-12) by their names in the description. They refer to one another as `#/components/schemas/<name>`. */
export type Schemas = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What this says of an object is not all. */
type Open<Members> = Members & Readonly<Record<string, unknown>>;

/** A description of an API in OpenAPI 3.1, as far as its readers have to know it. */
export type OpenApiDocument = Open<{
  readonly openapi: string;
  readonly info: Open<{ readonly title: string; readonly version: string }>;
  readonly servers: readonly { readonly url: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, object>>;
  readonly components: Open<{ readonly schemas: Schemas }>;
}>;
