import type { LintRule } from './lint-rule';
import { badName } from '../lint-rules/extra-specs/bad-name.rule';
import { badValue } from '../lint-rules/extra-specs/bad-value.rule';
import { cpuLimitNames } from '../lint-rules/cpu/cpu-limit-names.rule';
import { cpuTopologyProduct } from '../lint-rules/cpu/cpu-topology-product.rule';
import { emulatorShareNeedsSharedSet } from '../lint-rules/cpu/emulator-share-needs-shared-set.rule';
import { emulatorShareUnpinned } from '../lint-rules/cpu/emulator-share-unpinned.rule';
import { encryptionExcludesDevices } from '../lint-rules/memory/encryption-excludes-devices.rule';
import { groupPolicy } from '../lint-rules/placement/group-policy.rule';
import { igbTooEarly } from '../lint-rules/image/igb-too-early.rule';
import { ignored } from '../lint-rules/extra-specs/ignored.rule';
import { imageBadValue } from '../lint-rules/image/bad-value.rule';
import { imageNotInRelease } from '../lint-rules/image/not-in-release.rule';
import { imageOnly } from '../lint-rules/extra-specs/image-only.rule';
import { multiqueueNoVirtio } from '../lint-rules/nic/multiqueue-no-virtio.rule';
import { multiqueueOneVcpu } from '../lint-rules/nic/multiqueue-one-vcpu.rule';
import { notInRelease } from '../lint-rules/extra-specs/not-in-release.rule';
import { numaMapUnread } from '../lint-rules/numa/numa-map-unread.rule';
import { numaMapWithoutNodes } from '../lint-rules/numa/numa-map-without-nodes.rule';
import { offloadTypeTooEarly } from '../lint-rules/ports/offload-type-too-early.rule';
import { pageSizeDoesNotBoot } from '../lint-rules/memory/page-size-does-not-boot.rule';
import { pageSizeInBits } from '../lint-rules/memory/page-size-in-bits.rule';
import { pageSizeNoSuchPage } from '../lint-rules/memory/page-size-no-such-page.rule';
import { pciPolicyWithoutDevices } from '../lint-rules/numa/pci-policy-without-devices.rule';
import { pciPolicyWithoutTopology } from '../lint-rules/numa/pci-policy-without-topology.rule';
import { portPolicyOverrides } from '../lint-rules/ports/port-policy-overrides.rule';
import { portPolicyWithoutDevice } from '../lint-rules/ports/port-policy-without-device.rule';
import { portPolicyWithoutTopology } from '../lint-rules/ports/port-policy-without-topology.rule';
import { profileRole } from '../lint-rules/ports/profile-role.rule';
import { profileWrittenByNova } from '../lint-rules/ports/profile-written-by-nova.rule';
import { queryParameter } from '../lint-rules/placement/query-parameter.rule';
import { realtimeMaskUnread } from '../lint-rules/cpu/realtime-mask-unread.rule';
import { redundantNumaNode } from '../lint-rules/numa/redundant-numa-node.rule';
import { socketPolicyTooEarly } from '../lint-rules/ports/socket-policy-too-early.rule';
import { threadIsolateOnSmt } from '../lint-rules/cpu/thread-isolate-on-smt.rule';
import { tpmModelWithoutVersion } from '../lint-rules/extra-specs/tpm-model-without-version.rule';
import { trustedByProfile } from '../lint-rules/ports/trusted-by-profile.rule';
import { trustedTooEarly } from '../lint-rules/ports/trusted-too-early.rule';
import { trustedWithoutVf } from '../lint-rules/ports/trusted-without-vf.rule';
import { unknown } from '../lint-rules/extra-specs/unknown.rule';
import { vdpaLockedMemory } from '../lint-rules/memory/vdpa-locked-memory.rule';
import { vhostUserPages } from '../lint-rules/memory/vhost-user-pages.rule';
import { vifQuota } from '../lint-rules/nic/vif-quota.rule';

/** Every rule beside Nova's own refusals (`contradictions`). Findings are sorted, so the order is for readers. */
export const LINT_RULES: readonly LintRule[] = [
  badName,
  badValue,
  ignored,
  imageOnly,
  notInRelease,
  tpmModelWithoutVersion,
  unknown,
  groupPolicy,
  queryParameter,
  cpuLimitNames,
  cpuTopologyProduct,
  emulatorShareNeedsSharedSet,
  emulatorShareUnpinned,
  realtimeMaskUnread,
  threadIsolateOnSmt,
  numaMapUnread,
  numaMapWithoutNodes,
  pciPolicyWithoutDevices,
  pciPolicyWithoutTopology,
  redundantNumaNode,
  encryptionExcludesDevices,
  pageSizeDoesNotBoot,
  pageSizeInBits,
  pageSizeNoSuchPage,
  vdpaLockedMemory,
  vhostUserPages,
  multiqueueNoVirtio,
  multiqueueOneVcpu,
  vifQuota,
  offloadTypeTooEarly,
  portPolicyOverrides,
  portPolicyWithoutDevice,
  portPolicyWithoutTopology,
  profileRole,
  profileWrittenByNova,
  socketPolicyTooEarly,
  trustedByProfile,
  trustedTooEarly,
  trustedWithoutVf,
  imageBadValue,
  igbTooEarly,
  imageNotInRelease,
];
