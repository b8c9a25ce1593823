import { planReconciliation } from '@iopath/core';
import type { AllocationStore } from '../ports/allocation-store.port';
import type { Cause } from '../ports/cause.port';
import { CloudError, type CloudReader } from '../ports/cloud-reader.port';
import type { DriftStore, KeptFinding } from '../ports/drift-store.port';
import type { MissingServer, ReconcileStore } from '../ports/reconcile-store.port';
import { isThere } from '../reconcile/reconcile-servers';
import { Refusal } from '../refusal';

/** `would_apply` in a dry run; `unchanged`: it is right already; `refused`: the ledger or the cloud does not let it be. */
export const DRIFT_OUTCOMES = ['would_apply', 'applied', 'unchanged', 'refused'] as const;
export type DriftOutcome = (typeof DRIFT_OUTCOMES)[number];

export interface AppliedFinding {
  readonly finding: KeptFinding;
  readonly outcome: DriftOutcome;
  readonly detail: string;
}

export interface DriftPorts {
  readonly drift: DriftStore;
  readonly reconciliation: ReconcileStore;
  readonly allocations: AllocationStore;
  /** Null where no cloud is configured. */
  readonly reader: Pick<CloudReader, 'server'> | null;
}

/** Puts findings right that are the ledger's. What is the cloud's stays for operators. */
export class ApplyDrift {
  constructor(private readonly ports: DriftPorts) {}

  /**
   * @param ids null: all that can be applied
   * @throws Refusal not_found `drift.not_found`; conflict `drift.not_ours`: nothing was changed then
   */
  async execute(ids: readonly string[] | null, isDryRun: boolean, cause: Cause): Promise<readonly AppliedFinding[]> {
    const findings = await this.ports.drift.get(ids);
    const known = new Set(findings.map(({ id }) => id));
    const unknown = (ids ?? []).find((id) => !known.has(id));
    if (unknown !== undefined) throw new Refusal('not_found', 'drift.not_found', `There is no finding ${unknown}.`);
    const theirs = findings.find(({ repair }) => !repair.isApplicable);
    if (theirs !== undefined) {
      const message = `Finding ${theirs.id} (${theirs.code}) is not the ledger's: run its commands instead.`;
      throw new Refusal('conflict', 'drift.not_ours', message);
    }
    if (isDryRun) {
      return findings.map((finding) => ({ finding, outcome: 'would_apply', detail: finding.detail }));
    }
    const applied: AppliedFinding[] = [];
    for (const finding of findings) {
      const result = { finding, ...(await this.apply(finding, cause)) };
      if (result.outcome !== 'refused') await this.ports.drift.drop([finding.id]);
      applied.push(result);
    }
    return applied;
  }

  private async apply(finding: KeptFinding, cause: Cause): Promise<Omit<AppliedFinding, 'finding'>> {
    switch (finding.code) {
      case 'vf_leaked':
      case 'hold_leaked':
        return this.release(finding, cause);
      case 'device_not_used':
        await this.ports.allocations.release(finding.subject.id, cause);
        return { outcome: 'applied', detail: 'The device was released.' };
      default:
        return this.follow(finding);
    }
  }

  /** Nova is asked once more: since the finding the server may have come back from a cell that was down. */
  private async release({ hostName, subject }: KeptFinding, cause: Cause): Promise<Omit<AppliedFinding, 'finding'>> {
    const { holds } = await this.ports.reconciliation.views(hostName);
    const hold = holds.find(
      ({ reservationId, devices }) =>
        reservationId === subject.id || devices.some(({ allocationId }) => allocationId === subject.id),
    );
    if (hold?.serverId === undefined || hold.serverId === null) {
      return { outcome: 'unchanged', detail: 'Nothing is held any more.' };
    }
    const { reservationId, serverId, changedAtMs } = hold;
    const missing = { reservationId, serverId, hostName, changedAtMs };
    const objection = await this.objectionTo(missing);
    if (objection !== null) return { outcome: 'refused', detail: objection };
    const isReleased = await this.ports.reconciliation.release(missing, cause);
    return isReleased
      ? { outcome: 'applied', detail: `All that was held for server ${serverId} was released.` }
      : { outcome: 'unchanged', detail: 'The hold changed meanwhile.' };
  }

  private async objectionTo(missing: MissingServer): Promise<string | null> {
    const { reader } = this.ports;
    if (reader === null) return 'No cloud is configured that could be asked for the server.';
    try {
      return (await isThere(reader, missing)) ? `Nova has server ${missing.serverId}.` : null;
    } catch (error) {
      if (error instanceof CloudError) return `Nova cannot be asked for the server: ${error.message}`;
      throw error;
    }
  }

  private async follow({ hostName }: KeptFinding): Promise<Omit<AppliedFinding, 'finding'>> {
    const { confirmed, moved, corrected, ended, refused } = await this.ports.reconciliation.follow(
      hostName,
      planReconciliation,
    );
    const [reason] = refused;
    if (reason !== undefined) return { outcome: 'refused', detail: reason };
    if (confirmed + moved + corrected + ended === 0) {
      return { outcome: 'unchanged', detail: 'The ledger is right already.' };
    }
    const detail = `On ${hostName}: ${confirmed} confirmed, ${moved} moved, ${corrected} corrected, ${ended} ended.`;
    return { outcome: 'applied', detail };
  }
}
