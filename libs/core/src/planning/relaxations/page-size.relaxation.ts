import { without, withExtraSpecs } from './numa-nodes.relaxation';
import type { RelaxationRule } from './relaxation-rule';

const PAGE_SIZE = 'hw:mem_page_size';

/** Any page size instead of the one asked for, or none asked for at all. */
export const relaxPageSize: RelaxationRule = (request) => {
  const { extraSpecs } = request.flavor;
  const asked = extraSpecs[PAGE_SIZE];
  if (asked === undefined) return [];
  const smaller = asked === 'any' || asked === 'small' ? [] : ['any'];
  return [
    ...smaller.map((size) => ({
      change: `flavor.extra_specs.${PAGE_SIZE}: ${asked} -> ${size}`,
      ladder: 'page_size',
      costs: 'memory may be backed by small pages: more TLB misses, and no vhost-user',
      request: withExtraSpecs(request, { ...extraSpecs, [PAGE_SIZE]: size }),
    })),
    {
      change: `flavor.extra_specs.${PAGE_SIZE}: ${asked} -> unset`,
      ladder: 'page_size',
      costs: 'memory is backed by small pages: more TLB misses, and no vhost-user',
      request: withExtraSpecs(request, without(extraSpecs, [PAGE_SIZE, 'hw:locked_memory'])),
    },
  ];
};
