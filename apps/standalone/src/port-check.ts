import { createServer } from 'node:net';
import { StartError } from './start-error';

/** @throws StartError when somebody listens there already, or nobody may. */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const problem = await portProblem(host, port);
  if (problem === 'EADDRINUSE') {
    const advice = 'Set PORT to another one, or to 0 for any free one.';
    throw new StartError(`Port ${port} of ${host} is in use. ${advice}`);
  }
  if (problem !== null) throw new StartError(`Nobody can listen on port ${port} of ${host}: ${problem}.`);
}

/** The error code that listening there gives; null when it can be listened on. */
export function portProblem(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(null)));
  });
}
