import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { WireClass } from '../wire/field-shape';
import { readDocument } from '../wire/read-document';
import { ProblemError } from '../problem/problem';
import { MAX_JSON_BYTES } from './body-parsers';
import { parseJson } from './parse-json';
import { ReceivedJson } from './received-body';

/** The body of the request as a document of class `type`; see `readDocument` for what is refused. */
export function WireBody(type: WireClass): ParameterDecorator {
  return createParamDecorator((_data: unknown, context: ExecutionContext) => {
    return readBody(type, context.switchToHttp().getRequest<FastifyRequest>().body);
  })();
}

/** The same where no body says as much as an empty object. */
export function OptionalWireBody(type: WireClass): ParameterDecorator {
  return createParamDecorator((_data: unknown, context: ExecutionContext) => {
    const { body } = context.switchToHttp().getRequest<FastifyRequest>();
    const isLeftOut = body === undefined || body === null || (body instanceof ReceivedJson && body.bytes?.length === 0);
    return isLeftOut ? documentOf(type, {}) : readBody(type, body);
  })();
}

/** The body as parsed JSON, unjudged; for hashing. */
export const JsonBody = createParamDecorator((_data: unknown, context: ExecutionContext): unknown => {
  return jsonOf(context.switchToHttp().getRequest<FastifyRequest>().body);
});

/**
 * @throws ProblemError 400 for what is no JSON, 413 for too much, 415 for another media type, 422 with a pointer to each
 *   fault for JSON that is no such document.
 */
export function readBody<T extends object>(type: WireClass<T>, body: unknown): T {
  return documentOf(type, jsonOf(body));
}

/** @throws ProblemError 422 with a pointer to each fault. */
export function documentOf<T extends object>(type: WireClass<T>, json: unknown): T {
  const read = readDocument(type, json);
  if (read.ok) return read.document;
  const detail = `The body has ${read.faults.length === 1 ? 'one fault' : `${read.faults.length} faults`}; see errors.`;
  throw new ProblemError(422, 'request.invalid', detail, read.faults);
}

function jsonOf(body: unknown): unknown {
  if (body === undefined || body === null) return parseJson(new Uint8Array());
  if (!(body instanceof ReceivedJson)) {
    throw new ProblemError(415, 'body.unsupported_media_type', 'The body has to be application/json.');
  }
  if (body.bytes === null) throw bodyTooLarge(MAX_JSON_BYTES);
  return parseJson(body.bytes);
}

export function bodyTooLarge(limit: number): ProblemError {
  return new ProblemError(413, 'body.too_large', `At most ${limit} bytes are taken.`);
}
