import type { PfState } from '../fleet/host-state';
import type { TuningAdvice } from '../planning/decision';
import type { Candidate } from '../planning/search/evaluate-host';
import type { VmRequest } from '../request/vm-request';

/** Payload per frame matters for bulk traffic: 9000 is what switches call jumbo. */
const JUMBO_MTU = 9000;

type Advise = (candidate: Candidate, request: VmRequest) => TuningAdvice | null;

/** What the operator could set on the host to get more out of the path chosen; never needed for the answer to hold. */
export function hostTuning(candidate: Candidate, request: VmRequest): readonly TuningAdvice[] {
  return ADVICE.map((advise) => advise(candidate, request)).filter((advice) => advice !== null);
}

const postedInterrupts: Advise = (candidate) => {
  const { postedInterrupts: posted } = candidate.host.inventory.cpu;
  if (!takesDevice(candidate) || posted === true) return null;
  const now = posted === false ? 'off' : 'not known';
  return {
    code: 'cpu.posted_interrupts',
    advice: `enable posted interrupts (APICv with VT-d, or AVIC): without them every interrupt of a device costs two exits; now ${now}`,
    source: 'model.md, exits per interrupt (M414)',
  };
};

const iommuPassthrough: Advise = (candidate) => {
  if (!takesDevice(candidate) || candidate.host.inventory.iommu.passthrough !== false) return null;
  return {
    code: 'iommu.passthrough_mode',
    advice: "boot with iommu=pt, so that the host's own devices do not pay for the translation",
    source: 'model.md, IOMMU unmap (M486, M487)',
  };
};

const rxQueueSize: Advise = ({ assignment }) => {
  if (assignment.nics.every(({ path }) => path.vifModel !== 'virtio' && !path.needs.vhostVdpa)) return null;
  return {
    code: 'libvirt.rx_queue_size',
    advice: 'set [libvirt]rx_queue_size = 1024 on the compute for bursts of small packets',
    source: 'nova/conf/libvirt.py rx_queue_size',
  };
};

/** Only a vhost-user back end and vDPA devices take it (handbook 1.3). */
const txQueueSize: Advise = ({ assignment }) => {
  if (assignment.nics.every(({ path }) => !path.needs.vhostUser && !path.needs.vhostVdpa)) return null;
  return {
    code: 'libvirt.tx_queue_size',
    advice: 'set [libvirt]tx_queue_size = 1024 on the compute, for what the guest sends in bursts',
    source: 'nova/conf/libvirt.py tx_queue_size',
  };
};

/** The policy has an effect on pinned guests only (handbook 1.5). OVS-DPDK serves its guests on cores of its own. */
const emulatorThreads: Advise = ({ assignment: { nics, anchor } }, { flavor }) => {
  const cpuPolicy = anchor.topology?.cpuPolicy;
  const isPinned = cpuPolicy === 'dedicated' || cpuPolicy === 'mixed';
  const usesHostThreads = nics.some(({ path }) => path.interruptsFrom === 'host' && !path.needs.vhostUser);
  if (!isPinned || !usesHostThreads || flavor.extraSpecs['hw:emulator_threads_policy'] !== undefined) return null;
  return {
    code: 'nova.emulator_threads',
    advice:
      'set [compute]cpu_shared_set and hw:emulator_threads_policy=share, so that QEMU and vhost threads leave pinned CPUs alone',
    source: 'nova/virt/hardware.py; model.md, host contention (M603)',
  };
};

const jumboFrames: Advise = ({ assignment }, { profile }) => {
  const pf = assignment.nics.map((nic) => nic.pf?.pf).find((nicPf) => (nicPf?.mtu ?? JUMBO_MTU) < JUMBO_MTU);
  if (pf === undefined || profile !== 'throughput') return null;
  return {
    code: 'pf.mtu',
    advice: `raise the MTU of ${pf.ifname ?? pf.address} to ${JUMBO_MTU} if the network allows it: payload limit 0.990 of line rate instead of 0.9415`,
    source: 'model.md, line rate',
  };
};

/**
 * A VF without a rate may take all that the link has. Beside ports that were promised a bandwidth it needs a ceiling, or
 * the promise a floor that the NIC keeps (handbook 2.4).
 */
const starvation: Advise = ({ assignment: { nics } }, request) => {
  const beside = nics.map(({ pf }, index) =>
    pf === null ? null : starvedOn(pf, request.nics[index]?.bandwidthMbps ?? 0),
  );
  const words = beside.find((found) => found !== null);
  if (words === undefined) return null;
  return {
    code: 'pf.best_effort_beside_guaranteed',
    advice: `${words}: give the best-effort ports a bandwidth_limit QoS rule (max_kbps), and the promised ones minimum_bandwidth (min_kbps), or keep the two on different PFs`,
    source: 'neutron doc/source/admin/config-qos-min-bw.rst; ip-link(8) vf max_tx_rate, min_tx_rate',
  };
};

function starvedOn({ pf, bestEffortVfs, bandwidthClaimedMbps }: PfState, bandwidthMbps: number): string | null {
  const name = pf.ifname ?? pf.address;
  if (bandwidthMbps > 0 && bestEffortVfs > 0) {
    return `${bestEffortVfs} best-effort VFs on ${name} can starve the ${bandwidthMbps} Mbit/s promised here`;
  }
  if (bandwidthMbps === 0 && bandwidthClaimedMbps > 0) {
    return `this best-effort VF on ${name} can starve the ${bandwidthClaimedMbps} Mbit/s promised to others there`;
  }
  return null;
}

const ADVICE: readonly Advise[] = [
  postedInterrupts,
  iommuPassthrough,
  rxQueueSize,
  txQueueSize,
  emulatorThreads,
  jumboFrames,
  starvation,
];

/** Whether the guest has a device of its own, which interrupts it and reaches its memory through the IOMMU. */
function takesDevice({ assignment: { nics, disks, aliasDevices } }: Candidate): boolean {
  const byPort = nics.some(({ path }) => path.interruptsFrom === 'device');
  return aliasDevices.length > 0 || byPort || disks.some(({ device }) => device !== null);
}
