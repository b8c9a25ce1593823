import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem';
import { fieldsOf, type WireClass } from './field-shape';
import { readDocument } from './read-document';

/** A query has no numbers of its own; only these are read as such. */
const NUMBERS = ['limit', 'version', 'member', 'decisions', 'generation'];

/** The query string as a document of class `type`; faults are 400. */
export function WireQuery(type: WireClass): ParameterDecorator {
  return createParamDecorator((_data: unknown, context: ExecutionContext) => {
    return readQuery(type, context.switchToHttp().getRequest<FastifyRequest>().query);
  })();
}

/**
 * @throws ProblemError 400 `query.invalid`, naming every parameter that is wrong, unknown or given twice.
 */
export function readQuery<T extends object>(type: WireClass<T>, query: unknown): T {
  const parameters = { ...(query as Record<string, unknown>) };
  for (const name of NUMBERS) {
    const value = parameters[name];
    if (fieldsOf(type).has(name) && typeof value === 'string' && /^\d{1,10}$/.test(value))
      parameters[name] = Number(value);
  }
  const read = readDocument(type, parameters);
  if (read.ok) return read.document;
  const errors = read.faults.map(({ pointer, code, message }) => {
    return { pointer: '', parameter: pointer.slice(1), code: code.replace('field.', 'query.'), message };
  });
  throw new ProblemError(400, 'query.invalid', 'The query string has faults; see errors.', errors);
}
