import { ApiError } from '../../lib/errors.ts';
import { checkProfile, ProfileValueError } from '../../lib/models/profile-values.ts';
import type { Profile } from '../../lib/models/profiles.ts';
import type { ModelHost } from './model-host.ts';

/** Changes a profile from a request body, all or nothing. @throws {ApiError} 400 naming the field. */
export async function updateProfile(
  host: ModelHost,
  model: string,
  updates: Readonly<Record<string, unknown>>,
  replace = false,
): Promise<Profile> {
  try {
    return await host.profiles.update(model, checkProfile(model, updates), replace);
  } catch (error) {
    if (error instanceof ProfileValueError)
      throw new ApiError(400, 'invalid_profile', error.message, { param: error.field });
    throw error;
  }
}
