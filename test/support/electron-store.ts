/** What stands for electron-store outside Electron, where importing it would download an Electron. */
import Conf from 'conf';

/** It is conf, which does all the reading, with a default folder and another word for the name of the file. */
export class ElectronStore extends Conf {
  constructor({ name, ...options }: { name: string; cwd: string }) {
    super({ ...options, configName: name });
  }
}
