/** The releases that the advisor can write for, oldest first (handbook 0.1). */
export const OPENSTACK_RELEASES = [
  'zed',
  '2023.1',
  '2023.2',
  '2024.1',
  '2024.2',
  '2025.1',
  '2025.2',
  '2026.1',
] as const;
export type OpenStackRelease = (typeof OPENSTACK_RELEASES)[number];

/** True when `release` is `other` or came after it. */
export function isAtLeast(release: OpenStackRelease, other: OpenStackRelease): boolean {
  return OPENSTACK_RELEASES.indexOf(release) >= OPENSTACK_RELEASES.indexOf(other);
}

/** Neutron's first release whose ports have an attribute `trusted` of their own (extension port-trusted-vif). */
export const TRUSTED_PORTS_SINCE = '2024.2' satisfies OpenStackRelease;

/** Neutron's first release whose ports may carry the NUMA policy `socket` (extension port-numa-affinity-policy-socket). */
export const SOCKET_PORTS_SINCE = '2024.2' satisfies OpenStackRelease;
