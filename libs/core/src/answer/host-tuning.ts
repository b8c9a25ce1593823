import type { TuningAdvice } from '../planning/decision';
import type { Candidate } from '../planning/evaluate-host';
import type { VmRequest } from '../request/vm-request';

/** Payload per frame matters for bulk traffic: 9000 is what switches call jumbo. */
const JUMBO_MTU = 9000;

/** What the operator could set on the host to get more out of the path chosen; never needed for the answer to hold. */
export function hostTuning({ host, assignment }: Candidate, request: VmRequest): readonly TuningAdvice[] {
  const { inventory } = host;
  const { nics, disks, anchor } = assignment;
  const advice: TuningAdvice[] = [];
  const usesSoftware = nics.some(({ path }) => path.takes === 'nothing');
  const usesDevice = nics.some(({ path }) => path.takes !== 'nothing') || disks.some(({ device }) => device !== null);
  if (usesDevice && inventory.cpu.postedInterrupts !== true) {
    advice.push({
      code: 'cpu.posted_interrupts',
      advice: `enable posted interrupts (APICv with VT-d, or AVIC): without them every interrupt of a device costs two exits; now ${inventory.cpu.postedInterrupts === false ? 'off' : 'not known'}`,
      source: 'model.md, exits per interrupt (M414)',
    });
  }
  if (usesDevice && inventory.iommu.passthrough === false) {
    advice.push({
      code: 'iommu.passthrough_mode',
      advice: "boot with iommu=pt, so that the host's own devices do not pay for the translation",
      source: 'model.md, IOMMU unmap (M486, M487)',
    });
  }
  if (nics.some(({ path }) => path.vifModel === 'virtio')) {
    advice.push({
      code: 'libvirt.rx_queue_size',
      advice: 'set [libvirt]rx_queue_size = 1024 on the compute for bursts of small packets',
      source: 'nova/conf/libvirt.py rx_queue_size',
    });
  }
  if (
    usesSoftware &&
    anchor.topology !== null &&
    request.flavor.extraSpecs['hw:emulator_threads_policy'] === undefined
  ) {
    advice.push({
      code: 'nova.emulator_threads',
      advice:
        'set [compute]cpu_shared_set and hw:emulator_threads_policy=share, so that QEMU and vhost threads leave pinned CPUs alone',
      source: 'nova/virt/hardware.py; model.md, host contention (M603)',
    });
  }
  const lowMtu = nics.find(({ pf }) => pf !== null && pf.pf.mtu !== null && pf.pf.mtu < JUMBO_MTU);
  if (lowMtu?.pf && request.profile === 'throughput') {
    advice.push({
      code: 'pf.mtu',
      advice: `raise the MTU of ${lowMtu.pf.pf.ifname ?? lowMtu.pf.pf.address} to ${JUMBO_MTU} if the network allows it: payload limit 0.990 of line rate instead of 0.9415`,
      source: 'model.md, line rate',
    });
  }
  return advice;
}
