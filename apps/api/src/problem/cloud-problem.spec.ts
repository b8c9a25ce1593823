import { CloudError, RealisationFailed } from '@iopath/usecases';
import { cloudProblem } from './cloud-problem';

describe('trouble of the cloud', () => {
  it('is 502 where a service refused, with its words and its request id', () => {
    const refused = new CloudError('network', 'Quota exceeded for ports.', 409, 'OverQuota', 'req-1', false);

    expect(cloudProblem(refused)).toMatchObject({
      status: 502,
      code: 'cloud.refused',
      message: 'The network service answered 409 (OverQuota): Quota exceeded for ports.',
      errors: [{ code: 'cloud.network', message: 'answered 409, request req-1: Quota exceeded for ports.' }],
    });
  });

  it('is 503 where a service did not answer, with what is left of the work', () => {
    const away = new CloudError('compute', 'timed out', null, null, null, true);

    expect(cloudProblem(new RealisationFailed(away, ['port p (1)']))).toMatchObject({
      status: 503,
      code: 'cloud.unavailable',
      headers: { 'retry-after': '5' },
      errors: [{ code: 'cloud.compute' }, { code: 'realisation.left', message: 'port p (1) is there still' }],
    });
  });

  it('is nothing else', () => {
    expect(cloudProblem(new Error('no'))).toBeNull();
  });
});
