import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Of Debian's libvirt0. */
export const DOMAIN_SCHEMA = process.env['LIBVIRT_DOMAIN_RNG'] ?? '/usr/share/libvirt/schemas/domain.rng';
export const PYTHON = process.env['NOVA_PYTHON'] ?? '/usr/bin/python3';

const PACKAGES = ['libxml2-utils', 'libvirt0', 'python3-yaml', 'python3-oslo.config'];
const QUIETLY = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

const TO_DO = `The tools of the formats are needed: on Debian or Ubuntu, as root, run
    apt-get install -y --no-install-recommends ${PACKAGES.join(' ')}`;

/** Makes the tools available where that can be done; null when they are, else what the reader is to do. */
export function ensureTools(): string | null {
  if (haveTools()) return null;
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return TO_DO;
  console.error(`installing ${PACKAGES.join(', ')} …`);
  const said = [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]].map((args) => {
    const { stdout, stderr } = spawnSync('apt-get', args, { env: QUIETLY, encoding: 'utf8' });
    return `${stdout}${stderr}`;
  });
  return haveTools() ? null : `${TO_DO}\napt-get said:\n${said.join('').slice(-2000)}`;
}

function haveTools(): boolean {
  const runs = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
  const imports = runs(PYTHON, '-c', 'import yaml, oslo_config.cfg');
  return existsSync(DOMAIN_SCHEMA) && runs('xmllint', '--version') && imports && runs('bash', '--version');
}
