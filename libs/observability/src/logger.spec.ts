import { setTimeout as sleep } from 'node:timers/promises';
import { runWithLogFields } from './log-fields';
import { createLogger } from './logger';

describe('the log', () => {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>);
  const logger = createLogger({ level: 'info', service: 'worker', destination: { write } });

  beforeEach(() => {
    lines.length = 0;
  });

  it('is one JSON object a line, with level, service and a UTC time', () => {
    logger.info({ hosts: 24 }, 'fleet read');

    expect(lines).toEqual([
      {
        level: 'info',
        service: 'worker',
        hosts: 24,
        msg: 'fleet read',
        time: expect.stringMatching(/^20.*Z$/) as string,
      },
    ]);
  });

  it('says on whose behalf, however deep and late the line is written', async () => {
    await runWithLogFields({ request_id: 'req-1' }, () =>
      runWithLogFields({ recommendation_id: 'r1' }, async () => {
        await sleep(1);
        logger.info('decided');
      }),
    );
    logger.info('idle');

    expect(lines).toMatchObject([{ request_id: 'req-1', recommendation_id: 'r1' }, {}]);
    expect(lines[1]).not.toHaveProperty('request_id');
  });

  it('takes further fields from whom it is told to ask', () => {
    const fields = () => ({ request_id: 'req-2' });
    createLogger({ level: 'info', service: 'api', fields, destination: { write } }).info('asked');

    expect(lines).toMatchObject([{ request_id: 'req-2' }]);
  });

  it('leaves passwords out', () => {
    logger.info({ database: { host: 'db', password: 'hunter2' } }, 'connected');

    expect(lines).toMatchObject([{ database: { host: 'db' } }]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('tells of an error what happened and why, and nothing that hangs on it', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', client: { secretKey: 42 } });
    logger.warn({ err: new Error('no database', { cause }) }, 'away');

    expect(lines).toMatchObject([
      { err: { type: 'Error', message: 'no database', cause: { message: 'refused', code: 'ECONNREFUSED' } } },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secretKey');
  });
});
