import type { VfAdvice, VfChange } from '@iopath/core';
import type { PfVfAdviceDto, VfAdviceDto, VfChangeDto, VfReplanDto } from './vf-advice.dto';

export function fromVfAdvice(hostName: string, advice: readonly VfAdvice[]): VfAdviceDto {
  return { host_name: hostName, pfs: advice.map((each) => fromPfAdvice(hostName, each)) };
}

function fromPfAdvice(hostName: string, advice: VfAdvice): PfVfAdviceDto {
  const { demand, limit, queues, change } = advice;
  return {
    pf_address: advice.pfAddress,
    ifname: advice.ifname,
    physical_network: advice.physicalNetwork,
    model: advice.model,
    verdict: advice.verdict,
    present_vfs: advice.presentVfs,
    held_vfs: advice.heldVfs,
    recommended_vfs: advice.recommendedVfs,
    demand: {
      asked_in_a_day: demand.askedInADay,
      unplaced: demand.unplaced,
      pfs_on_network: demand.pfsOnNetwork,
      share: demand.share,
    },
    limit: { vfs: limit.vfs, why: limit.why, is_assumed: limit.isAssumed },
    queues: {
      wanted: queues.wanted,
      present_pairs: queues.presentPairs,
      recommended_pairs: queues.recommendedPairs,
    },
    why: [...advice.why],
    change: change === null ? null : fromChange(hostName, advice, change),
  };
}

function fromChange(hostName: string, advice: VfAdvice, { holders, before, commands }: VfChange): VfChangeDto {
  const isOurs = holders.some(({ isForeign }) => !isForeign);
  return {
    holders: holders.map(({ id, isForeign, projectId, addresses }) => {
      return { id, is_foreign: isForeign, project_id: projectId, addresses: [...addresses] };
    }),
    before: [...before],
    replans: isOurs ? replansFor(hostName, advice) : [],
    commands: [...commands],
  };
}

/**
 * A what-if moves VMs of this host only, and those that the change uproots it has to move; the drain empties the host. A
 * what-if makes no VFs of which the inventory does not say that they can be.
 */
function replansFor(hostName: string, { pfAddress, presentVfs, recommendedVfs, limit }: VfAdvice): VfReplanDto[] {
  const drain: VfReplanDto = {
    purpose: 'Empties the host, so that the number can be changed.',
    body: { reason: 'drain', hosts: [hostName] },
  };
  if (limit.isAssumed && recommendedVfs > presentVfs) return [drain];
  const whatIf: VfReplanDto = {
    purpose: 'What would move where, if the number were changed.',
    body: {
      reason: 'what_if',
      question: { kind: 'plan', goal: 'rebalance' },
      hosts: [hostName],
      changes: [{ op: 'set_sriov_numvfs', host_name: hostName, address: pfAddress, vfs: recommendedVfs }],
    },
  };
  return [whatIf, drain];
}
