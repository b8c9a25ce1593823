import { openLab } from '../openstack-lab/lab';
import { smoke } from '../openstack-lab/smoke';

describe('the lab', () => {
  it('is a real OpenStack', async () => {
    expect(await smoke(openLab())).toBe(true);
  });
});
