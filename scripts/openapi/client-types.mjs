/** Types of the API's own client, made from the OpenAPI document: what goes in, what comes out, and the one form of errors. */
import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = '/** Generated from openapi/advisor.v1.yaml by `npm run openapi`. Change the decorators in apps/api, not this file. */\n/* eslint-disable */\n';

/** What says nothing of a type; texts and examples are to be read in the document. */
const WORDS = new Set(['description', 'example', 'examples', 'summary', 'tags', 'headers']);

const PROBLEM = {
  description: '',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } } },
};

/** @returns TypeScript text for the paths, operations and schemas of an OpenAPI document */
export async function clientTypes(document) {
  const { paths, components } = withoutWords(document);
  const { schemas, parameters, requestBodies } = components;
  const plain = {
    openapi: document.openapi,
    info: { title: document.info.title, version: document.info.version },
    paths: Object.fromEntries(Object.entries(paths).map(([path, operations]) => [path, withOneError(operations)])),
    components: { schemas, ...(parameters && { parameters }), ...(requestBodies && { requestBodies }) },
  };
  return `${HEAD}\n${astToString(await openapiTS(plain, { defaultNonNullable: false }))}`;
}

/** Every refusal has the same form, so that one type says it for all statuses. */
function withOneError(operations) {
  return Object.fromEntries(
    Object.entries(operations).map(([method, operation]) => {
      if (operation.responses === undefined) return [method, operation];
      const good = Object.entries(operation.responses)
        .filter(([status]) => /^2/.test(status))
        .map(([status, response]) => [status, asJson(response)]);
      return [method, { ...operation, responses: { ...Object.fromEntries(good), default: PROBLEM } }];
    }),
  );
}

/** Where a client may choose, this one asks for JSON. */
function asJson(response) {
  const json = response.content?.['application/json'];
  return json === undefined ? response : { ...response, content: { 'application/json': json } };
}

/** A property may be called `description`, so that names of properties are left alone. */
function withoutWords(value, isNames = false) {
  if (Array.isArray(value)) return value.map((each) => withoutWords(each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNames || !WORDS.has(key))
      .map(([key, each]) => [key, withoutWords(each, key === 'properties')]),
  );
}
