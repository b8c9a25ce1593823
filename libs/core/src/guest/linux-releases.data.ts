/** From this release on, a distribution ships this kernel, and updates or backports reach up to `upTo`. */
export interface KernelStep {
  readonly release: string;
  readonly kernel: string;
  /** The newest kernel whose drivers an image of this release can have; the shipped one's when null. */
  readonly upTo: string | null;
}

/** Parses `release:kernel` or `release:kernel-upTo`, blank separated, oldest first. */
function steps(text: string): readonly KernelStep[] {
  return text.split(' ').map((step) => {
    const [release = '', kernels = ''] = step.split(':');
    const [kernel = '', upTo] = kernels.split('-');
    return { release, kernel, upTo: upTo ?? null };
  });
}

/** The base kernel is old and stays; drivers are backported to it for years. */
const RED_HAT = steps(
  '2.1:2.4 4:2.6.9 5:2.6.18 5.4:2.6.25-2.6.39 6:2.6.32-3.3 6.4:2.6.32-4.4 7:3.10-5.2 8:4.18-6.1 9:5.14-6.12 10:6.12',
);
const SUSE = steps(
  '9:2.6.5 10:2.6.16 11:2.6.27 11.1:2.6.32 11.2:3.0 11.3:3.4 12:3.12 12.2:4.4 12.4:4.12 15:4.12-5.1 15.2:5.3 15.4:5.14 15.6:6.4',
);
/** LTS releases get the kernels of later ones on request (HWE). */
const UBUNTU = steps(
  '4.10:2.6.8 6.06:2.6.15 8.04:2.6.24-2.6.25 8.10:2.6.27 9.04:2.6.28 9.10:2.6.31 10.04:2.6.32-3.0 10.10:2.6.35 11.04:2.6.38 ' +
    '11.10:3.0 12.04:3.2-3.13 12.10:3.5 13.04:3.8 13.10:3.11 14.04:3.13-4.4 14.10:3.16 15.04:3.19 15.10:4.2 16.04:4.4-4.15 ' +
    '16.10:4.8 17.04:4.10 17.10:4.13 18.04:4.15-5.4 18.10:4.18 19.04:5.0 19.10:5.3 20.04:5.4-5.15 20.10:5.8 21.04:5.11 ' +
    '21.10:5.13 22.04:5.15-6.8 22.10:5.19 23.04:6.2 23.10:6.5 24.04:6.8',
);
/** Fedora 17 had virtio-scsi as a feature of the release, ahead of its kernel; counted as the kernel that brought it. */
const FEDORA = steps(
  '1:2.4 2:2.6.5 8:2.6.23 9:2.6.25 10:2.6.27 11:2.6.29 12:2.6.31 13:2.6.33 14:2.6.35 15:2.6.38 16:3.1 17:3.4 18:3.6 19:3.9 ' +
    '20:3.11 21:3.17 22:4.0 23:4.2 24:4.5 25:4.8 26:4.11 27:4.13 28:4.16 29:4.18 30:5.0 31:5.3 32:5.6 33:5.8 34:5.11 35:5.14 ' +
    '36:5.17 37:6.0 38:6.2 39:6.5 40:6.8',
);
const DEBIAN = steps(
  '1.1:2.0 3:2.4 3.1:2.6.8 4:2.6.18 5:2.6.26 6:2.6.32 7:3.2-3.16 8:3.16 9:4.9 10:4.19 11:5.10 12:6.1 13:6.12',
);
/** Leap 42 came before Leap 15. */
const OPENSUSE = steps(
  '10.2:2.6.18 11.0:2.6.25 11.1:2.6.27 11.2:2.6.31 11.3:2.6.34 11.4:2.6.37 12.1:3.1 12.2:3.4 12.3:3.7 13.1:3.11 13.2:3.16 ' +
    '15.0:4.12 15.2:5.3 15.4:5.14 15.6:6.4 42.1:4.1 42.2:4.4',
);
/** Always of today. */
const ROLLING = steps('0:6.8');

/** Which kernels the releases of a distribution have, by the family part of its libosinfo short id. */
export const LINUX_RELEASES: ReadonlyMap<string, readonly KernelStep[]> = new Map([
  ...alike(RED_HAT, 'rhel rhel-atomic centos centos-stream almalinux rocky ol oel scientificlinux circle miraclelinux'),
  ...alike(SUSE, 'sles sled sle slem sles4sap'),
  ...alike(UBUNTU, 'ubuntu popos'),
  ...alike(FEDORA, 'fedora silverblue'),
  ...alike(DEBIAN, 'debian'),
  ...alike(OPENSUSE, 'opensuse opensuse-leap'),
  ...alike(steps('0.3:3.2 0.4:4.4 0.5:5.3 0.6:5.15'), 'cirros'),
  ...alike(steps('3.0:3.14 3.5:4.4 3.8:4.14 3.10:4.19 3.12:5.4 3.14:5.10 3.16:5.15 3.18:6.1 3.20:6.6'), 'alpinelinux'),
  ...alike(steps('1:2.6.38 2:3.3 3:3.8 4:3.12 5:3.19 6:4.9 7:5.1 8:5.10 9:6.4'), 'mageia'),
  ...alike(steps('4.0:3.10 4.1:3.16 4.2:4.1 4.3:4.9 5.0:4.19'), 'ucs'),
  ...alike(steps('2:4.14-5.15 2023:6.1'), 'amazonlinux'),
  ...alike(steps('1:2.2 7:2.4 9:2.4'), 'rhl'),
  ...alike(
    ROLLING,
    'archlinux manjaro gentoo voidlinux clearlinux opensusetumbleweed opensuse-factory fedora-rawhide fedora-eln ' +
      'fedora-coreos-stable fedora-coreos-testing fedora-coreos-next silverblue-rawhide debiantesting nixos nixos-unstable',
  ),
]);

function alike(
  releases: readonly KernelStep[],
  families: string,
): readonly (readonly [string, readonly KernelStep[]])[] {
  return families.split(' ').map((family) => [family, releases]);
}
