import type { Rejection } from '../../feasibility/rejection';
import { NIC_PATHS } from '../../io-path/catalogue';
import { combinationsOf } from '../combinations';
import { bestCandidate, type Candidate } from '../evaluate-host';
import { hostOptions, type HostOptions, type NicOption } from '../host-options';
import type { HostOnTrial, RuleBook } from './path-trials';
import type { PathTrial } from './refusal';
import { DEVICES_TOGETHER, ONE_VIF_MODEL, TRIED_PATHS } from './rule-lists';

const NOT_TOGETHER: Rejection = {
  code: 'devices.not_together',
  required: 'a device for every NIC and disk at once',
  available: 'some of them only',
};

/**
 * Looks at all NICs and disks at once, which no rule does: paths that pass every rule, and still are in no way to run
 * the VM, fall here. Asked of hosts only where each NIC and each disk has an open path.
 */
export function fallTogether(
  paths: readonly (readonly PathTrial[])[],
  trial: HostOnTrial,
  book: RuleBook,
): readonly (readonly PathTrial[])[] {
  const { host, context } = trial;
  const options = hostOptions(host, context);
  if (options === null) return paths;
  const combinations = combinationsOf(options.nics);
  const candidates = combinations.flatMap(
    (nics) => bestCandidate(nics, options.disks, { ...trial, hostTotal: 0 }) ?? [],
  );
  const nicCount = context.nics.length;
  return paths.map((trials, index) =>
    trials.map((each) => {
      if (each.blocking.length > 0 || isCarried(each, index, nicCount, candidates)) return each;
      if (index >= nicCount) return fallen(each, DEVICES_TOGETHER, NOT_TOGETHER, book);
      const isTried = combinations.some((combination) => combination[index]?.path.name === each.path);
      return isTried ? fallen(each, DEVICES_TOGETHER, NOT_TOGETHER, book) : notTried(each, index, options, book);
    }),
  );
}

/** A disk's path that passes every rule is open wherever the VM can run: a search settles on one path of each disk. */
function isCarried({ path }: PathTrial, index: number, nicCount: number, candidates: readonly Candidate[]): boolean {
  if (index >= nicCount) return candidates.length > 0;
  return candidates.some(({ assignment }) => assignment.nics[index]?.path.name === path);
}

/** Either another NIC can only have the other kind of `hw_vif_model`, or there are too many combinations. */
function notTried(trial: PathTrial, index: number, { nics }: HostOptions, book: RuleBook): PathTrial {
  const model = NIC_PATHS.find(({ name }) => name === trial.path)?.vifModel ?? null;
  const isAgainst = ({ path }: NicOption): boolean => path.vifModel !== null && path.vifModel !== model;
  if (model !== null && nics.some((others, at) => at !== index && others.every(isAgainst))) {
    return fallen(
      trial,
      ONE_VIF_MODEL,
      {
        code: 'image.one_vif_model',
        required: `hw_vif_model=${model}`,
        available: 'another NIC needs another model, and an image has one',
      },
      book,
    );
  }
  return fallen(
    trial,
    TRIED_PATHS,
    {
      code: 'path.not_tried',
      required: 'fewer NICs, or paths named for each',
      available: 'more combinations than are tried',
    },
    book,
  );
}

function fallen(trial: PathTrial, rule: string, rejection: Rejection, { ranks }: RuleBook): PathTrial {
  const rank = ranks.rankOf(rule);
  const blocking = [{ ...rejection, rank, devices: null }];
  return { ...trial, blocking, fallsAt: rank, alone: [rank], freedBy: [rank] };
}
