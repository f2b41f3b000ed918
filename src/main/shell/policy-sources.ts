import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../shared/errors.ts';
import { hasErrorCode } from '../core/atomic-file.ts';
import type { PolicySource } from '../core/ports.ts';

const linuxPolicyFile = '/etc/parley/policy.json';
const limitBytes = 1024 * 1024;

/**
 * Where policy comes from on this computer, in order of precedence.
 * The registry and managed preferences join this list with the packages for Windows and macOS.
 */
export function policySources(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): PolicySource[] {
  const file = environment['PARLEY_POLICY_FILE'];
  return [
    ...(platform === 'linux' ? [machinePolicyFile(linuxPolicyFile)] : []),
    ...(file === undefined || file === '' ? [] : [policyFile(file)]),
  ];
}

/** A file that somebody named: it has to be there. */
export function policyFile(file: string): PolicySource {
  return { name: file, read: () => readText(file) };
}

/** A file that counts where it is there. SECURITY: only an administrator may have written it. */
export function machinePolicyFile(file: string): PolicySource {
  return {
    name: file,
    async read() {
      const status = await stat(file).catch((cause: unknown) => {
        if (hasErrorCode(cause, 'ENOENT', 'ENOTDIR')) return undefined;
        // SECURITY: a policy that is there and can't be read must not give way to a person's own file.
        throw new AppError('policy-unreadable', { fields: { source: file, problem: 'cannot be read' }, cause });
      });
      if (status === undefined) return undefined;
      if (status.uid !== 0 || (status.mode & 0o022) !== 0) {
        throw new AppError('policy-unreadable', {
          fields: { source: file, problem: 'must belong to root and be writable by nobody else' },
        });
      }
      return readText(file);
    },
  };
}

async function readText(file: string): Promise<string> {
  const content = await readFile(file).catch((cause: unknown) => {
    const problem = hasErrorCode(cause, 'ENOENT') ? 'is not there' : 'cannot be read';
    throw new AppError('policy-unreadable', { fields: { source: file, problem }, cause });
  });
  if (content.length > limitBytes) {
    throw new AppError('policy-unreadable', { fields: { source: file, problem: 'is larger than 1 MB' } });
  }
  return decode(content);
}

/** UTF-8 but for what begins with the mark of UTF-16, in which Windows PowerShell writes files. */
function decode(content: Buffer): string {
  const isUtf16 = content[0] === 0xff && content[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(content);
}
