import type { HostTree } from '../../tree/host-tree';
import { flagOf } from '../attributes';
import type { TreeNotes } from '../tree-notes';
import { kernelCommandLine, parametersNamed } from './kernel.probe';

const APICV = '/sys/module/kvm_intel/parameters/enable_apicv';
const AVIC = '/sys/module/kvm_amd/parameters/avic';
const POSTED_DEVICE_INTERRUPTS = [
  '/sys/module/kvm/parameters/enable_device_posted_irqs',
  '/sys/module/kvm_intel/parameters/enable_device_posted_irqs',
  '/sys/module/kvm_amd/parameters/enable_device_posted_irqs',
];

/** Rows of `/proc/interrupts` that count posted interrupts: notification, nested notification, wake-up. */
const POSTED_ROWS = /^[ \t]*(?:PIN|NPI|PIW):((?:[ \t]+\d+)*)/gm;

export interface InterruptVirtualisation {
  readonly apicv?: boolean;
  readonly postedInterrupts?: boolean;
}

/**
 * Whether guests get interrupts without an exit: from each other (APICv, AVIC), and from devices (posted). The latter needs
 * the former and an IOMMU that can post, which no file of sysfs tells; it is true on evidence only, and false only when
 * something that it needs is off (Linux, arch/x86/kvm/vmx/posted_intr.c; kernel-parameters.txt, `intremap=`).
 */
export function interruptVirtualisation(tree: HostTree, notes: TreeNotes): InterruptVirtualisation {
  const apicv = flagOf(tree, APICV) ?? flagOf(tree, AVIC);
  if (apicv === null) notes.unseen('cpu.apicv', `${APICV}, ${AVIC}`, '/sys/module');
  const postedInterrupts = apicv === false || postingIsOff(tree) ? false : evidence(tree);
  if (postedInterrupts === null) {
    notes.unseen('cpu.posted_interrupts', 'no posted interrupt was counted in /proc/interrupts', '/proc/interrupts');
  }
  return { ...(apicv !== null && { apicv }), ...(postedInterrupts !== null && { postedInterrupts }) };
}

function postingIsOff(tree: HostTree): boolean {
  const options = parametersNamed(kernelCommandLine(tree), 'intremap').flatMap((value) => value.split(','));
  return options.includes('nopost') || options.includes('off');
}

/** KVM clears the parameter itself where it cannot post; of rows of zeros nothing follows: no guest ran, perhaps. */
function evidence(tree: HostTree): boolean | null {
  const told = POSTED_DEVICE_INTERRUPTS.map((path) => flagOf(tree, path)).find((flag) => flag !== null);
  if (told !== undefined) return told;
  const counted = [...(tree.read('/proc/interrupts') ?? '').matchAll(POSTED_ROWS)];
  return counted.some(([, counts = '']) => /[1-9]/.test(counts)) ? true : null;
}
