import type { Access } from '@iopath/usecases';
import { ProblemError, type ProblemDetail } from '../problem/problem';
import type { RecommendationRequestDto } from '../recommendations/request.dto';

const MESSAGE = 'may not be given: hosts are not shown to you';

/**
 * Whoever may not see hosts may not name them either: asked for one host after the other, the answers would tell which
 * there are, and where somebody's VM runs. (Nova keeps the naming of hosts to administrators too.)
 *
 * @throws ProblemError 403 `auth.hosts_hidden`
 */
export function refuseNamedHosts(access: Access, { constraints }: RecommendationRequestDto): void {
  const named = (['include_hosts', 'exclude_hosts'] as const).filter(
    (field) => (constraints?.[field] ?? null) !== null,
  );
  refuse(
    access,
    named.map((field) => ({ pointer: `/constraints/${field}`, code: 'auth.hosts_hidden', message: MESSAGE })),
  );
}

/** The same of a list's filter by host. */
export function refuseHostNamed(access: Access, hostName: string | null): void {
  const fault = { pointer: '', parameter: 'host_name', code: 'auth.hosts_hidden', message: MESSAGE };
  refuse(access, hostName === null ? [] : [fault]);
}

/** What tells of hosts by its nature, as the parameter asks for it, is for those who may see them. */
export function refuseHostsWanted(access: Access, parameter: string): void {
  const message = 'asks for hosts, and they are not shown to you';
  refuse(access, [{ pointer: '', parameter, code: 'auth.hosts_hidden', message }]);
}

function refuse(access: Access, faults: readonly ProblemDetail[]): void {
  if (access.seesHosts || faults.length === 0) return;
  throw new ProblemError(403, 'auth.hosts_hidden', 'The policy does not let you see or name hosts.', faults);
}
