import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The distribution's Python: the one that sees the distribution's packages. */
export const PYTHON = process.env['NOVA_PYTHON'] ?? '/usr/bin/python3';

const QUIETLY = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };

const TO_DO = `Nova's code is needed: on Debian or Ubuntu, as root, run
    apt-get install -y python3-nova
or name a Python that can import nova in NOVA_PYTHON.`;

/** Makes Nova's code importable where that can be done; null when it is, else what the reader is to do. */
export function ensureNova(): string | null {
  if (canImportNova()) return null;
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return TO_DO;
  console.error('installing python3-nova …');
  // A fresh image has no package lists.
  const said = [['update'], ['install', '-y', '--no-install-recommends', 'python3-nova']].map((args) => {
    const { stdout, stderr } = spawnSync('apt-get', args, { env: QUIETLY, encoding: 'utf8' });
    return `${stdout}${stderr}`;
  });
  if (canImportNova()) return null;
  return `${TO_DO}\napt-get said:\n${said.join('').slice(-2000)}`;
}

function canImportNova(): boolean {
  return existsSync(PYTHON) && spawnSync(PYTHON, ['-c', 'import nova.virt.hardware']).status === 0;
}
