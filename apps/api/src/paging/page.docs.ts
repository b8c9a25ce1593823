import type { QueryDocs } from '../openapi/documented';
import { DEFAULT_LIMIT } from './page';

export const PAGE_QUERY: Readonly<Record<string, QueryDocs>> = {
  limit: {
    description: 'How many to return at most.',
    example: 50,
    schema: { type: 'integer', minimum: 1, maximum: 1000, default: DEFAULT_LIMIT },
  },
  marker: {
    description: 'Return what comes after this one: the last of the page before, as in the `next` link.',
    schema: { type: 'string', maxLength: 255 },
  },
};
