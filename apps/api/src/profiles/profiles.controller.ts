import { Controller, Delete, Get, HttpCode, HttpStatus, Put, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ProfileStore, PutProfile, Refusal } from '@iopath/usecases';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WireBody } from '../body/wire-body';
import { DEFAULT_LIMIT, pageLinks, PageQuery } from '../paging/page';
import { WireQuery } from '../wire/read-query';
import { ProfileVersionQuery, PutProfileDto, type ProfileDto, type ProfileListDto } from './profile.dto';
import { fromProfile, toProfileDocument } from './profile.mapper';
import { ProfileName } from './profile-name';
import { profilesDocs } from './profiles.docs';

@ApiTags('Profiles')
@Controller('v1/profiles')
export class ProfilesController {
  constructor(
    private readonly profiles: ProfileStore,
    private readonly putProfile: PutProfile,
  ) {}

  @Get()
  @profilesDocs.list
  async list(@Req() request: FastifyRequest, @WireQuery(PageQuery) query: PageQuery): Promise<ProfileListDto> {
    const page = await this.profiles.list(query.limit ?? DEFAULT_LIMIT, query.marker ?? null);
    return { profiles: page.items.map(fromProfile), links: pageLinks(request, page) };
  }

  @Get(':name')
  @profilesDocs.get
  async get(
    @ProfileName() name: string,
    @WireQuery(ProfileVersionQuery) { version }: ProfileVersionQuery,
  ): Promise<ProfileDto> {
    if (version === undefined) return fromProfile((await this.profiles.current(name)) ?? notFound(name));
    return fromProfile((await this.profiles.version(name, version)) ?? versionNotFound(name, version));
  }

  @Put(':name')
  @profilesDocs.put
  async put(
    @ProfileName() name: string,
    @WireBody(PutProfileDto) body: PutProfileDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProfileDto> {
    if (body.name !== undefined && body.name !== name) throw otherName(name);
    const { created, profile } = await this.putProfile.execute(name, body.generation ?? null, toProfileDocument(body));
    void reply.code(created ? HttpStatus.CREATED : HttpStatus.OK);
    return fromProfile(profile);
  }

  @Delete(':name')
  @HttpCode(HttpStatus.NO_CONTENT)
  @profilesDocs.delete
  async delete(@ProfileName() name: string): Promise<void> {
    await this.profiles.delete(name);
  }
}

function notFound(name: string): never {
  throw new Refusal('not_found', 'profile.not_found', `There is no profile called "${name}".`);
}

function versionNotFound(name: string, version: number): never {
  throw new Refusal('not_found', 'profile.version_not_found', `Profile "${name}" has no version ${version}.`);
}

function otherName(name: string): Refusal {
  const fault = { pointer: '/name', code: 'profile.name_mismatch', message: `must be "${name}", as in the URL` };
  return new Refusal('invalid', 'request.invalid', 'The document is of another profile.', [fault]);
}
