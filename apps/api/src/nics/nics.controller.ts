import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NIC_CATALOGUE } from '@iopath/core';
import { HostStore, Planner, Refusal } from '@iopath/usecases';
import { HostName } from '../hosts/host-name';
import { WireQuery } from '../wire/read-query';
import { fromPf, type HostNicsDto } from './host-nic.dto';
import { fromNicFamily, type NicModelListDto, NicModelsQuery } from './nic-model.dto';
import { nicsDocs } from './nics.docs';
import type { VfAdviceDto } from './vf-advice.dto';
import { fromVfAdvice } from './vf-advice.mapper';

@ApiTags('NICs')
@Controller('v1')
export class NicsController {
  constructor(
    private readonly hosts: HostStore,
    private readonly planner: Planner,
  ) {}

  @Get('nic-models')
  @nicsDocs.models
  models(@WireQuery(NicModelsQuery) query: NicModelsQuery): NicModelListDto {
    const vendor = query.vendor_id?.toLowerCase();
    const product = query.product_id?.toLowerCase();
    const found = NIC_CATALOGUE.filter(
      ({ vendorId, pfProductIds, vfProductIds }) =>
        (vendor === undefined || vendor === vendorId) &&
        (product === undefined || pfProductIds.includes(product) || vfProductIds.includes(product)),
    );
    return { nic_models: found.map(fromNicFamily) };
  }

  @Get('hosts/:host_name/nics')
  @nicsDocs.ofHost
  async ofHost(@HostName() hostName: string): Promise<HostNicsDto> {
    const stored = await this.hosts.inventory(hostName);
    if (stored === null) {
      throw new Refusal('not_found', 'host.not_found', `There is no host called "${hostName}".`);
    }
    return { host_name: hostName, nics: stored.inventory.pfs.map(fromPf) };
  }

  @Get('hosts/:host_name/vf-advice')
  @nicsDocs.vfAdvice
  async vfAdvice(@HostName() hostName: string): Promise<VfAdviceDto> {
    return fromVfAdvice(hostName, await this.planner.vfAdvice(hostName));
  }
}
