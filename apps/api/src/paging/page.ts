import type { Page } from '@iopath/usecases';
import type { FastifyRequest } from 'fastify';
import { IntField, TextField, ListField } from '../wire/fields';

export const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** Query of every list. */
export class PageQuery {
  @IntField({ min: 1, max: MAX_LIMIT, default: DEFAULT_LIMIT, description: 'How many to return at most.', example: 50 })
  limit?: number;

  @TextField({ optional: true, description: 'Return what comes after this one: the last of the page before.' })
  marker?: string;
}

export class LinkDto {
  @TextField({ description: 'What it is: `next`.', example: 'next' })
  rel: string;

  @TextField({
    description: 'Where it is.',
    maxLength: 2048,
    example: 'http://127.0.0.1:8080/v1/hosts?limit=100&marker=compute-01',
  })
  href: string;
}

/** Base of every list's answer. */
export class PageDto {
  @ListField(() => LinkDto, { description: 'A link to the next page; empty on the last one.' })
  links: LinkDto[];
}

export function pageLinks(request: FastifyRequest, { nextMarker }: Pick<Page<unknown>, 'nextMarker'>): LinkDto[] {
  if (nextMarker === null) return [];
  const url = new URL(request.originalUrl, baseUrl(request));
  url.searchParams.set('marker', nextMarker);
  return [{ rel: 'next', href: url.href }];
}

/** Scheme and authority by which the caller reached us. */
export function baseUrl(request: FastifyRequest): string {
  const host = request.headers.host;
  return host !== undefined && /^[\w.:[\]-]+$/.test(host) ? `${request.protocol}://${host}` : 'http://localhost';
}
