import type { Explanation, PathReason, RefusedBy } from '../decision';

/** Everything that is against one host, and against each path on it. */
export interface ExplainedHost {
  readonly hostName: string;
  /** Whether the VM can run there: nothing refuses the host as a whole, and every NIC and disk has an open path. */
  readonly takesVm: boolean;
  /** What is charged: the first refusal of the host as a whole, or else of each of its paths; empty when all are open. */
  readonly reasons: readonly PathReason[];
  /** Every refusal of the host as a whole, in the order of the rules. */
  readonly blocking: readonly RefusedBy[];
  readonly paths: readonly ExplainedPath[];
}

export interface ExplainedPath {
  readonly subject: string;
  readonly path: string;
  /** Everything that is against the path on this host, what is charged in front; empty when the path is open. */
  readonly blocking: readonly RefusedBy[];
}

/** Reads one host out of an explanation. @param position of the host in `explanation.hosts`. */
export function explainedHost(explanation: Explanation, position: number): ExplainedHost {
  const { hosts, hostLists, hostListOf, pathLists, pathListOf } = explanation;
  const texts = (ids: readonly number[]): RefusedBy[] => ids.flatMap((id) => explanation.refusals[id] ?? []);
  const blocking = texts(hostLists[hostListOf[position] ?? -1] ?? []);
  const own = (pathLists[pathListOf[position] ?? -1] ?? []).map(({ subject, path, blocking: ids }) => ({
    subject,
    path,
    blocking: texts(ids),
  }));
  return {
    hostName: hosts[position] ?? '',
    takesVm: blocking.length === 0 && own.every(({ subject }) => own.some((path) => isOpen(subject, path))),
    reasons: reasons(blocking, own),
    blocking,
    paths: own.map((path) => ({ ...path, blocking: [...blocking, ...path.blocking] })),
  };
}

function isOpen(subject: string, path: ExplainedPath): boolean {
  return path.subject === subject && path.blocking.length === 0;
}

function reasons([ofHost]: readonly RefusedBy[], paths: readonly ExplainedPath[]): readonly PathReason[] {
  if (ofHost !== undefined) return [reason('host', null, ofHost)];
  return paths.flatMap(({ subject, path, blocking: [first] }) =>
    first === undefined ? [] : [reason(subject, path, first)],
  );
}

function reason(subject: string, path: string | null, { code, required, available }: RefusedBy): PathReason {
  return { subject, path, code, required, available };
}
