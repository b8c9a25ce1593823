import { formatHash, hash64 } from '../fleet/content-hash';
import { DRIFT_CODES, type DriftCode, type DriftSeverity, type RepairKind } from './drift-codes';

export type DriftSubjectKind = 'server' | 'port' | 'allocation' | 'reservation' | 'device' | 'provider' | 'host';

/** What a finding is about. */
export interface DriftSubject {
  readonly kind: DriftSubjectKind;
  /** Its id in the service that has it; a device's PCI address; a host's name. */
  readonly id: string;
}

export interface DriftRepair {
  readonly kind: RepairKind;
  /** Exact commands, in the order in which they are to be run; what stands in angle brackets is for people to choose. */
  readonly commands: readonly string[];
  /** Whether the advisor does it by itself when it is asked to. */
  readonly isApplicable: boolean;
}

/** One thing on which inventory, cloud and ledger do not agree. */
export interface DriftFinding {
  /** The same as long as it is the same thing, whenever it is found. */
  readonly id: string;
  readonly code: DriftCode;
  readonly severity: DriftSeverity;
  readonly hostName: string;
  readonly subject: DriftSubject;
  readonly detail: string;
  readonly repair: DriftRepair;
}

/** Where clients reach this service, in commands: an environment variable, because the service does not know its own name. */
const OUR_API = '$IOPATH_URL';

/** Puts a finding of somebody else's matter into its form: an operator has to act. */
export function cloudFinding(
  code: DriftCode,
  hostName: string,
  subject: DriftSubject,
  { detail, commands }: { readonly detail: string; readonly commands: readonly string[] },
): DriftFinding {
  const id = findingId(code, hostName, subject);
  const repair = { kind: 'cloud', commands, isApplicable: false } as const;
  return { id, code, severity: DRIFT_CODES[code].severity, hostName, subject, detail, repair };
}

/** Puts a finding of the ledger's into its form: the advisor can put it right, and the next synchronisation does. */
export function ourFinding(code: DriftCode, hostName: string, subject: DriftSubject, detail: string): DriftFinding {
  const id = findingId(code, hostName, subject);
  const body = JSON.stringify({ ids: [id], dry_run: false });
  const command = `curl -X POST "${OUR_API}/v1/drift:apply" -H "X-Auth-Token: $OS_TOKEN" -H "Content-Type: application/json" -d '${body}'`;
  const repair = { kind: 'ours', commands: [command], isApplicable: true } as const;
  return { id, code, severity: DRIFT_CODES[code].severity, hostName, subject, detail, repair };
}

/** A call of this service's own API that repairs, for operators. */
export function ourCall(method: 'POST' | 'PUT' | 'DELETE', path: string): string {
  return `curl -X ${method} "${OUR_API}${path}" -H "X-Auth-Token: $OS_TOKEN"`;
}

function findingId(code: DriftCode, hostName: string, { kind, id }: DriftSubject): string {
  return formatHash(hash64([code, hostName, kind, id].join('\n')));
}
