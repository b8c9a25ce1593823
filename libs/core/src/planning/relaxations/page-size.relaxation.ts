import { ASPECT } from './aspects';
import { extraSpecAt, without, withExtraSpecs } from './extra-specs';
import type { RelaxationRule, RequestConcession } from './relaxation-rule';

const PAGE_SIZE = 'hw:mem_page_size';

/** Any page size instead of the one asked for, or none asked for at all. */
export const relaxPageSize: RelaxationRule = ({ flavor }) => {
  const asked = flavor.extraSpecs[PAGE_SIZE];
  if (asked === undefined) return [];
  const base = {
    target: 'request',
    ...extraSpecAt(PAGE_SIZE),
    from: asked,
    ladder: 'page_size',
    aspects: ASPECT.pageSize,
  } as const;
  const any: RequestConcession = {
    ...base,
    to: 'any',
    costs: 'memory may be backed by small pages: more TLB misses, and no vhost-user',
    apply: (request) => withExtraSpecs(request, { ...request.flavor.extraSpecs, [PAGE_SIZE]: 'any' }),
  };
  const unset: RequestConcession = {
    ...base,
    to: 'unset',
    costs: 'memory is backed by small pages: more TLB misses, and no vhost-user',
    apply: (request) => withExtraSpecs(request, without(request.flavor.extraSpecs, [PAGE_SIZE, 'hw:locked_memory'])),
  };
  return asked === 'any' || asked === 'small' ? [unset] : [any, unset];
};
