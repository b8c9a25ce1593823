import type { PathModel } from '../../model/path-model';
import { LOAD_ORDERINGS } from './load-orderings';
import type { Ordering, OrderingResult } from './ordering';
import { PATH_ORDERINGS } from './path-orderings';
import { PLATFORM_ORDERINGS } from './platform-orderings';

const ORDERINGS: readonly Ordering[] = [...PATH_ORDERINGS, ...LOAD_ORDERINGS, ...PLATFORM_ORDERINGS].sort(
  (a, b) => Number(a.id) - Number(b.id),
);

/** Whether a model keeps what holds on every test bed; the detail has the figures, or those that violate it. */
export function checkOrderings(model: PathModel): readonly OrderingResult[] {
  return ORDERINGS.map(({ id, check }) => {
    const claims = check(model);
    const broken = claims.filter(({ holds }) => !holds);
    const told = broken.length > 0 ? broken : claims;
    return { id, holds: broken.length === 0, detail: told.map(({ detail }) => detail).join('; ') };
  });
}
