import type { ContradictionRule } from '../../lint/contradiction-rule';
import { dedicatedMask } from './dedicated-mask.rule';
import { emulatorThreadsUnpinned } from './emulator-threads-unpinned.rule';
import { encryptionMachine } from './encryption-machine.rule';
import { flavorImageDiffer } from './flavor-image-differ.rule';
import { imageCpuLimits } from './image-cpu-limits.rule';
import { imageCpuPinning } from './image-cpu-pinning.rule';
import { imageCpuTopology } from './image-cpu-topology.rule';
import { imageNumaTopology } from './image-numa-topology.rule';
import { imagePageSize } from './image-page-size.rule';
import { imagePciPolicy } from './image-pci-policy.rule';
import { imageSerialPorts } from './image-serial-ports.rule';
import { imageThreadPolicy } from './image-thread-policy.rule';
import { lockedMemoryDiffers } from './locked-memory-differs.rule';
import { lockedMemoryPageSize } from './locked-memory-page-size.rule';
import { maskWithoutMixed } from './mask-without-mixed.rule';
import { mixedWithoutMask } from './mixed-without-mask.rule';
import { numaAsymmetric } from './numa-asymmetric.rule';
import { numaCpuMissing } from './numa-cpu-missing.rule';
import { numaCpuOutOfRange } from './numa-cpu-out-of-range.rule';
import { numaCpuTwice } from './numa-cpu-twice.rule';
import { numaMapIncomplete } from './numa-map-incomplete.rule';
import { numaMemorySum } from './numa-memory-sum.rule';
import { pageSizeUnreadable } from './page-size-unreadable.rule';
import { realtimeMask } from './realtime-mask.rule';
import { realtimeUnpinned } from './realtime-unpinned.rule';
import { saidTwice } from './said-twice.rule';
import { threadPolicyUnpinned } from './thread-policy-unpinned.rule';

/** Every exception with which Nova refuses flavor and image together (handbook 1.5), roughly in Nova's order. */
export const CONTRADICTION_RULES: readonly ContradictionRule[] = [
  imageCpuPinning,
  imageThreadPolicy,
  emulatorThreadsUnpinned,
  threadPolicyUnpinned,
  realtimeUnpinned,
  realtimeMask,
  mixedWithoutMask,
  dedicatedMask,
  maskWithoutMixed,
  imageNumaTopology,
  numaMapIncomplete,
  numaAsymmetric,
  numaCpuOutOfRange,
  numaCpuTwice,
  numaCpuMissing,
  numaMemorySum,
  imagePageSize,
  pageSizeUnreadable,
  lockedMemoryPageSize,
  lockedMemoryDiffers,
  imagePciPolicy,
  flavorImageDiffer,
  encryptionMachine,
  imageSerialPorts,
  imageCpuLimits,
  imageCpuTopology,
  saidTwice,
];
