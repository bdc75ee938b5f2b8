// A hook of electron-builder: adds to the project of the MSI what its template has no place for.
import { readFile, writeFile } from 'node:fs/promises';

/** Links of the form sightglass: are opened by the program, for everybody on the computer. */
const linkScheme = `
      <Component Id="LinkScheme" Guid="B9BF7E3A-6E0B-4F57-9F0B-6A7B3E1E8C44">
        <RegistryKey Root="HKLM" Key="Software\\Classes\\sightglass">
          <RegistryValue Type="string" Value="URL:Sightglass" KeyPath="yes"/>
          <RegistryValue Name="URL Protocol" Type="string" Value=""/>
          <RegistryKey Key="shell\\open\\command">
            <RegistryValue Type="string" Value="&quot;[APPLICATIONFOLDER]Sightglass.exe&quot; &quot;%1&quot;"/>
          </RegistryKey>
        </RegistryKey>
      </Component>`;

/**
 * The command `sightglass`, on PATH of the computer. Windows Installer puts it there once, and takes it out again. That PATH
 * counts for services and administrators too, so it is done where others may not write alone: in the usual place. The condition
 * is asked before or after that place is known.
 */
const commandOnPath = `
      <Component Id="CommandOnPath" Guid="2F4B6C1D-93A7-4E0B-8C55-6D1E0A7B9F32">
        <RegistryValue Root="HKLM" Key="Software\\Sightglass" Name="CommandFolder" Type="string" Value="[APPLICATIONFOLDER]bin" KeyPath="yes"/>
        <Condition><![CDATA[NOT APPLICATIONFOLDER OR APPLICATIONFOLDER ~<< ProgramFiles64Folder]]></Condition>
        <Environment Id="CommandFolder" Name="PATH" Value="[APPLICATIONFOLDER]bin" Action="set" Part="last" Separator=";" System="yes" Permanent="no"/>
      </Component>`;

/** @param {string} path of the project, in WiX's XML */
export async function msiProjectCreated(path) {
  const project = await readFile(path, 'utf8');
  const end = /\n\s*<\/ComponentGroup>\s*<\/Product>/;
  if (!end.test(project)) throw new Error('The project of the MSI has no place for what is ours.');
  // A function, since the text itself may hold what `replace` would understand.
  await writeFile(
    path,
    project.replace(end, (found) => `${linkScheme}${commandOnPath}${found}`),
  );
}
