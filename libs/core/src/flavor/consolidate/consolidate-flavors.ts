import type { Consolidation, ConsolidationScope, FlavorInUse, FlavorMerge } from './consolidation';
import { addedUp, flavorClasses, type FlavorClass } from './flavor-class';
import { gainedExtraSpecs, largerServes } from './larger-serves';
import { cheapestServer, smallestCover, type CoverProblem } from './smallest-cover';

/**
 * The smallest set of the given flavors that serves the same requests. First flavors of one meaning become one, which
 * changes nothing for any VM; then, within the tolerance, a larger one takes the requests of smaller ones. Nothing but
 * given flavors stays, so that every VM can go on with a flavor that somebody made and named.
 *
 * The answer's flavors carry the needs that they serve now: consolidating it again changes nothing.
 *
 * @param flavors Names are unique.
 */
export function consolidateFlavors(flavors: readonly FlavorInUse[], scope: ConsolidationScope): Consolidation {
  const found = consolidateOnce(flavors, scope);
  if (found.exact || found.after === found.before) return found;
  // A search that was cut short may find more to merge in what it left.
  const again = consolidateFlavors(found.flavors, scope);
  if (again.after === found.after) return found;
  return { ...again, before: found.before, merges: inOneStep(found.merges, again.merges) };
}

/** What went into a flavor that then went itself went into that one's target. */
function inOneStep(first: readonly FlavorMerge[], then: readonly FlavorMerge[]): readonly FlavorMerge[] {
  const mergeOf = new Map(then.flatMap((merge) => merge.from.map((name) => [name, merge])));
  const further = first.map((merge) => {
    const next = mergeOf.get(merge.into);
    if (next === undefined) return merge;
    return {
      ...merge,
      into: next.into,
      kind: next.kind === 'larger' ? next.kind : merge.kind,
      why: `${merge.why} ${next.why}`,
    };
  });
  return [...further, ...then];
}

function consolidateOnce(flavors: readonly FlavorInUse[], scope: ConsolidationScope): Consolidation {
  const classes = flavorClasses(flavors, scope);
  const problem = coverProblem(classes, scope);
  const { chosen, exact } = smallestCover(problem);
  const stay = new Set(chosen);
  const serverOf = classes.map((_one, row) => cheapestServer(problem, row, stay).server);
  const kept = chosen.map((server) => ({
    ...(classes[server] as FlavorClass).flavor,
    requests: addedUp(classes.flatMap(({ needs }, row) => (serverOf[row] === server ? needs : []))),
  }));
  const merges = classes.flatMap((one, row) => mergesOf(one, classes[serverOf[row] ?? row] ?? one, flavors, scope));
  return { flavors: kept, merges, before: flavors.length, after: kept.length, exact };
}

/** What it costs that VMs get more than their flavor has: vCPUs, then MiB, then GiB, then extra specs. */
function coverProblem(classes: readonly FlavorClass[], { tolerance }: ConsolidationScope): CoverProblem {
  const serversOf = classes.map((served) =>
    classes.flatMap((larger, server) => (larger === served || largerServes(larger, served, tolerance) ? [server] : [])),
  );
  const costOf = (server: number, row: number): readonly number[] => {
    const [larger, served] = [classes[server] as FlavorClass, classes[row] as FlavorClass];
    const { weight, flavor } = served;
    return [
      weight * (larger.flavor.vcpus - flavor.vcpus),
      weight * (larger.flavor.ramMib - flavor.ramMib),
      weight * (larger.flavor.diskGib - flavor.diskGib),
      weight * gainedExtraSpecs(larger, served).length,
    ];
  };
  return { size: classes.length, serversOf, costOf };
}

function mergesOf(
  one: FlavorClass,
  into: FlavorClass,
  flavors: readonly FlavorInUse[],
  { images }: ConsolidationScope,
): readonly FlavorMerge[] {
  const { name } = into.flavor;
  if (one !== into) return [{ from: one.names, into: name, kind: 'larger', why: whyLarger(one, into) }];
  const from = one.names.filter((other) => other !== name);
  if (from.length === 0) return [];
  const members = flavors.filter((flavor) => from.includes(flavor.name));
  return [{ from, into: name, kind: 'equal', why: whyEqual(into.flavor, members, images !== null) }];
}

function whyEqual(kept: FlavorInUse, others: readonly FlavorInUse[], imagesKnown: boolean): string {
  const keys = new Set([kept, ...others].flatMap(({ extraSpecs }) => Object.keys(extraSpecs)));
  const differing = [...keys]
    .filter((key) => others.some((other) => other.extraSpecs[key] !== kept.extraSpecs[key]))
    .sort();
  if (differing.length === 0) return 'They have the same size and the same extra specs.';
  const scope = imagesKnown ? 'With the images given' : 'With any image';
  return `${scope} Nova builds the same guest: ${differing.join(', ')} is written otherwise, or says no more than its default.`;
}

function whyLarger(one: FlavorClass, larger: FlavorClass): string {
  const [small, large] = [one.flavor, larger.flavor];
  const more = [
    ...amount(large.vcpus - small.vcpus, small.vcpus, 'vCPUs'),
    ...amount(large.ramMib - small.ramMib, small.ramMib, 'MiB'),
    ...amount(large.diskGib - small.diskGib, small.diskGib, 'GiB of disk'),
    ...gainedExtraSpecs(larger, one),
  ];
  return `${large.name} has all that ${one.names.join(', ')} has, and within the tolerance more: ${more.join(', ')}.`;
}

function amount(more: number, than: number, unit: string): readonly string[] {
  return more === 0 ? [] : [`${than + more} instead of ${than} ${unit}`];
}
