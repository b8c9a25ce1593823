import type { NicPath } from '../../io-path/nic-path';
import type { RequestContext } from '../request-context';

/**
 * A question for which the best candidate of the fleet is looked for: one path for each NIC, as its index among the
 * NIC's paths in the context, or `ANY_PATH` where the NIC may have whichever is best beside the others.
 */
export type Contest = readonly number[];

export const ANY_PATH = -1;

/** Up to this many combinations of NIC paths each is a contest of its own. */
const MAX_CONTESTS = 256;

/**
 * The contests of a request, in the catalogue's order. Of few NICs every combination of paths is one. Combinations grow
 * with the power of the NICs (nine paths and eight NICs make 43 million), so of many NICs the contests are those that
 * somebody would ask for: each path for each NIC with the best for the others, and each path for all NICs alike.
 * NICs asked for in the same words stand for each other, so of them only the first is varied.
 *
 * @param offered for each NIC the indices of the paths that some host offers, ascending.
 */
export function contestsOf(offered: readonly (readonly number[])[], context: RequestContext): readonly Contest[] {
  const combinations = offered.reduce((product, paths) => product * paths.length, 1);
  return combinations <= MAX_CONTESTS ? everyCombination(offered, context) : pathByPath(offered, context);
}

function everyCombination(offered: readonly (readonly number[])[], context: RequestContext): readonly Contest[] {
  let contests: readonly Contest[] = [[]];
  for (const [nic, paths] of offered.entries()) {
    contests = contests.flatMap((contest) =>
      paths
        .filter((choice) =>
          contest.every((other, at) => agree(pathOf(context, at, other), pathOf(context, nic, choice))),
        )
        .map((choice) => [...contest, choice]),
    );
  }
  return contests;
}

function pathByPath(offered: readonly (readonly number[])[], context: RequestContext): readonly Contest[] {
  const one = offered.flatMap((paths, nic) =>
    context.nics[nic]?.firstAlike === nic
      ? paths.map((choice) => offered.map((_, at) => (at === nic ? choice : ANY_PATH)))
      : [],
  );
  const [first = []] = offered;
  const alike = first
    .map((choice) => context.nics.map(({ paths }) => paths.indexOf(pathOf(context, 0, choice))))
    .filter((contest) => contest.every((choice, nic) => offered[nic]?.includes(choice)));
  return [...one, ...alike];
}

function pathOf({ nics }: RequestContext, nic: number, choice: number): NicPath {
  return nics[nic]?.paths[choice] as NicPath;
}

/** An image has one `hw_vif_model` for all its `normal` ports, so an emulated NIC and a virtio NIC never stand side by side. */
export function agree({ vifModel: one }: NicPath, { vifModel: other }: NicPath): boolean {
  return one === null || other === null || one === other;
}
