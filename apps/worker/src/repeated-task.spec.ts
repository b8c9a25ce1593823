import { createLogger } from '@iopath/observability';
import { RepeatedTask } from './repeated-task';

describe('RepeatedTask', () => {
  let lines: string[];
  const logger = createLogger({
    level: 'info',
    service: 'worker',
    destination: { write: (line) => lines.push((JSON.parse(line) as { msg: string }).msg) },
  });

  beforeEach(() => {
    lines = [];
  });

  it('goes on after a failure, and logs its beginning and its end only', async () => {
    const outcomes = ['fails', 'fails', 'works', 'works'];
    let end: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (end = resolve));
    const round = (): Promise<void> => {
      const outcome = outcomes.shift();
      if (outcome === undefined) end();
      return outcome === 'fails' ? Promise.reject(new Error('Redis away')) : Promise.resolve();
    };
    const task = new RepeatedTask('relay', 0, round, logger);
    task.start();
    await done;
    await task.stop();

    expect(lines).toEqual(['background task fails', 'background task works again']);
  });

  it('stops only when the round that runs has ended', async () => {
    const order: string[] = [];
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const task = new RepeatedTask('sweep', 0, () => gate.then(() => order.push('round ended')), logger);
    task.start();
    const stopped = task.stop().then(() => order.push('stopped'));
    open();
    await stopped;

    expect(order).toEqual(['round ended', 'stopped']);
  });
});
