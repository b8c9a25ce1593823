import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import type { OperationName } from '@iopath/usecases';
import { accessBy, type RouteAccess } from '../access/route-access';
import { PROBLEM_CODES, type ProblemCode } from '../problem/problem-codes';
import { ProblemDto } from '../problem/problem.dto';
import { toProblem } from '../problem/problem';
import type { WireClass } from '../wire/field-shape';

export interface NamedExample {
  readonly summary: string;
  readonly value: unknown;
}

export type Examples = Readonly<Record<string, NamedExample>>;

export interface SuccessAnswer {
  readonly description: string;
  readonly type?: WireClass;
  /** Media type; JSON unless said. */
  readonly content?: string;
  readonly example?: unknown;
  /** The same as plain text, for who asks for that by `Accept`. */
  readonly textExample?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Everything that the OpenAPI document says of one operation. */
export interface OperationDocs {
  readonly id: string;
  /** What the policy calls it; `public` for what everybody may do without a token. */
  readonly policy: OperationName | 'public';
  readonly summary: string;
  readonly description: string;
  readonly path?: Readonly<Record<string, { readonly description: string; readonly example: string }>>;
  readonly query?: Readonly<Record<string, QueryDocs>>;
  readonly headers?: Readonly<Record<string, HeaderDocs>>;
  readonly body?: {
    readonly type: WireClass;
    readonly examples: Examples;
    readonly content?: string;
    /** May be left out. */
    readonly optional?: boolean;
  };
  /** A body of another tool's format, taken as it comes. */
  readonly payload?: { readonly description: string; readonly examples: Examples };
  readonly answers: Readonly<Record<number, SuccessAnswer>>;
  /** Problems of this operation, beside those that any can have. */
  readonly problems: readonly ProblemCode[];
}

interface HeaderDocs {
  readonly description: string;
  readonly example?: string;
}

export interface QueryDocs {
  readonly required?: boolean;
  readonly description: string;
  readonly example?: string | number;
  readonly schema: Readonly<Record<string, unknown>>;
}

const BODY_PROBLEMS: readonly ProblemCode[] = [
  'body.empty',
  'body.malformed_json',
  'body.invalid_utf8',
  'body.too_deep',
  'body.forbidden_key',
  'body.too_large',
  'body.unsupported_media_type',
  'request.invalid',
];
const PAYLOAD_PROBLEMS: readonly ProblemCode[] = ['body.empty', 'body.too_large'];
const ANY_PROBLEMS: readonly ProblemCode[] = ['internal.error', 'service.unavailable'];
/** Those of all that is not for everybody. */
const ACCESS_PROBLEMS: readonly ProblemCode[] = [
  'auth.token_missing',
  'auth.token_invalid',
  'auth.token_expired',
  'auth.forbidden',
  'auth.not_scoped',
  'auth.wrong_region',
  'auth.keystone_unavailable',
  'auth.service_refused',
];
/** Name of the security scheme: a token of Keystone in `X-Auth-Token`. */
export const TOKEN_SCHEME = 'keystone';
const REQUEST_ID_HEADER = { 'X-Openstack-Request-Id': { $ref: '#/components/headers/request_id' } };

/** What answers share, said once. */
export const SHARED_COMPONENTS = {
  headers: {
    request_id: { description: 'Id of this request, as in its log lines.', schema: { type: 'string' } },
  },
  examples: Object.fromEntries(
    Object.keys(PROBLEM_CODES).map((code) => [code, { summary: code, value: exampleProblem(code as ProblemCode) }]),
  ),
};

/** Describes an operation, for humans and for client generators. */
export function documented(docs: OperationDocs): MethodDecorator & ClassDecorator {
  const body = docs.body;
  const problems = [
    ...docs.problems,
    ...(body === undefined ? [] : BODY_PROBLEMS.filter((code) => body.optional !== true || code !== 'body.empty')),
    ...(docs.payload === undefined ? [] : PAYLOAD_PROBLEMS),
    ...(docs.query === undefined ? [] : (['query.invalid'] as const)),
    ...(docs.policy === 'public' ? [] : ACCESS_PROBLEMS),
    ...ANY_PROBLEMS,
  ];
  const security = docs.policy === 'public' ? [] : [{ [TOKEN_SCHEME]: [] }];
  return applyDecorators(
    accessBy(routeAccessOf(docs)),
    ApiOperation({ operationId: docs.id, summary: docs.summary, description: docs.description, security }),
    ApiExtraModels(ProblemDto, ...(body === undefined ? [] : [body.type])),
    ...Object.entries(docs.path ?? {}).map(([name, text]) => ApiParam({ name, description: text.description, schema: { type: 'string', example: text.example } })),
    ...Object.entries(docs.query ?? {}).map(([name, query]) => queryOf(name, query)),
    ...Object.entries(docs.headers ?? {}).map(([name, text]) => headerOf(name, text)),
    ...(body === undefined ? [] : [bodyOf(body)]),
    ...(docs.payload === undefined ? [] : [payloadOf(docs.payload)]),
    ...Object.entries(docs.answers).map(([status, answer]) => answerOf(Number(status), answer)),
    ...problemAnswers([...new Set(problems)]),
  );
}

function routeAccessOf({ policy, answers }: OperationDocs): RouteAccess {
  const types = Object.entries(answers).map(([status, answer]) => [Number(status), answer.type] as const);
  const isJson = Object.values(answers).every(({ content }) => content === undefined || content === 'application/json');
  return { operation: policy, answers: Object.fromEntries(types), isJson };
}

function queryOf(name: string, { description, schema, example, required = false }: QueryDocs): MethodDecorator {
  return ApiQuery({ name, description, required, schema: { ...schema, ...(example === undefined ? {} : { example }) } });
}

function headerOf(name: string, { description, example }: HeaderDocs): MethodDecorator {
  const schema = { type: 'string', ...(example === undefined ? {} : { example }) };
  return applyDecorators(ApiHeader({ name, description, required: false, schema }));
}

function bodyOf(body: NonNullable<OperationDocs['body']>): MethodDecorator {
  const type = body.content ?? 'application/json';
  const schema = schemaOf(type, body.type);
  return applyDecorators(ApiConsumes(type), ApiBody({ schema, required: body.optional !== true, examples: { ...body.examples } }));
}

/** Bytes of whatever media type; OpenAPI wants to be told one. */
function payloadOf({ description, examples }: NonNullable<OperationDocs['payload']>): MethodDecorator {
  const schema = { type: 'string', format: 'binary' };
  return applyDecorators(
    ApiConsumes('application/octet-stream'),
    ApiBody({ description, schema, required: true, examples: { ...examples } }),
  );
}

/** NDJSON is text to OpenAPI 3.0; which object each line is, is said beside it. */
function schemaOf(mediaType: string, type: WireClass): Record<string, unknown> {
  const ref = { $ref: getSchemaPath(type) };
  return mediaType === 'application/x-ndjson' ? { type: 'string', 'x-line-schema': ref } : ref;
}

function answerOf(status: number, answer: SuccessAnswer): MethodDecorator & ClassDecorator {
  const { description, type, example } = answer;
  const own = Object.entries(answer.headers ?? {}).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }]);
  const headers = { ...REQUEST_ID_HEADER, ...(Object.fromEntries(own) as Record<string, never>) };
  if (type === undefined && example === undefined) return ApiResponse({ status, description, headers });
  const mediaType = answer.content ?? 'application/json';
  const schema = type === undefined ? { type: 'string' } : schemaOf(mediaType, type);
  const text = answer.textExample === undefined ? {} : { 'text/plain': { schema: { type: 'string' }, example: answer.textExample } };
  const content = { [mediaType]: { schema, ...(example === undefined ? {} : { example }) }, ...text };
  return applyDecorators(
    ...(type === undefined ? [] : [ApiExtraModels(type)]),
    ApiResponse({ status, description, headers, content }),
  );
}

/** One answer a status, with an example a code. */
function problemAnswers(codes: readonly ProblemCode[]): MethodDecorator[] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const [status] = PROBLEM_CODES[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return [...byStatus].map(([status, its]) => {
    const description = its.map((code) => `\`${code}\`: ${PROBLEM_CODES[code][1]}`).join('\n\n');
    const examples = Object.fromEntries(its.map((code) => [code, { $ref: `#/components/examples/${code}` }]));
    const content = { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) }, examples } };
    return ApiResponse({ status, description, headers: REQUEST_ID_HEADER, content });
  });
}

function exampleProblem(code: ProblemCode): unknown {
  const [status, message] = PROBLEM_CODES[code];
  const errors =
    code === 'request.invalid' ? [{ pointer: '/some_field', code: 'field.unknown', message: 'there is no such field here' }] : [];
  return toProblem({ status, code, message, errors }, '/v1/…', 'req-6f1c2a0e-0d4b-4b0e-9d7e-6f0c7f1a2b3c');
}
