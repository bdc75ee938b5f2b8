// A hook of electron-builder, when everything is built. It has notarised the app and the pkg, and stapled what Apple
// answered to them; the disk image around the app is left.
import { say } from '../cli.mjs';

/**
 * @param {{ artifactPaths: string[] }} built
 * @returns {Promise<string[]>} further files to publish: none
 */
export async function afterAllArtifactBuild({ artifactPaths }) {
  const { APPLE_API_KEY, APPLE_API_KEY_ID, APPLE_API_ISSUER } = process.env;
  if (process.platform !== 'darwin' || !APPLE_API_KEY || !APPLE_API_KEY_ID || !APPLE_API_ISSUER) return [];
  const { notarize } = await import('@electron/notarize');
  for (const path of artifactPaths.filter((name) => name.endsWith('.dmg'))) {
    await notarize({
      appPath: path,
      appleApiKey: APPLE_API_KEY,
      appleApiKeyId: APPLE_API_KEY_ID,
      appleApiIssuer: APPLE_API_ISSUER,
    });
    say(`  • notarised       file=${path}`);
  }
  return [];
}
