import { describe, expect, it } from 'vitest';
import { createShell, type Output } from '../../shell/index.ts';
import { isPowerShell } from '../../shell/prompt.ts';
import { createCloud, identifyKey } from '../../simulator/index.ts';
import { openBench, type Bench } from './bench.ts';

const out = (stdout: string, stderr = '', exitCode = 0) => ({ stdout, stderr, exitCode });
const registry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

/** Lines one after the other, in PowerShell; the last one's output. */
async function run({ shell }: Pick<Bench, 'shell'>, ...lines: string[]): Promise<Output> {
  let last = out('');
  if (!isPowerShell(shell.env)) last = await shell.run('pwsh');
  for (const line of lines) last = await shell.run(line);
  return last;
}

describe('PowerShell with AWS Tools', () => {
  it('creates a repository from a line as it is often written, and tells of the text for a Boolean', async () => {
    const bench = await openBench();
    expect(
      await run(bench, 'New-ECRRepository -RepositoryName web -ImageScanningConfiguration_ScanOnPush true'),
    ).toEqual(
      out(
        `
CreatedAt                          : 1/5/2026 9:00:00 AM
EncryptionConfiguration            : Amazon.ECR.Model.EncryptionConfiguration
ImageScanningConfiguration         : Amazon.ECR.Model.ImageScanningConfiguration
ImageTagMutability                 : MUTABLE
ImageTagMutabilityExclusionFilters : {}
RegistryId                         : 123456789012
RepositoryArn                      : arn:aws:ecr:us-east-1:123456789012:repository/web
RepositoryName                     : web
RepositoryUri                      : ${registry}/web

`,
        'WARNING: -ImageScanningConfiguration_ScanOnPush takes $true: a real PowerShell refuses the text "true".\n',
      ),
    );
    expect(bench.calls.at(-1)).toMatchObject({
      operation: 'CreateRepository',
      input: { repositoryName: 'web', imageScanningConfiguration: { scanOnPush: true } },
    });
  });

  it('logs Docker in with the member of an object, and with the command that it carries', async () => {
    const bench = await openBench();
    expect(
      await run(
        bench,
        `(Get-ECRLoginCommand -Region us-east-1).Password | docker login --username AWS --password-stdin ${registry}`,
      ),
    ).toEqual(out('Login Succeeded\n'));
    expect(await run(bench, 'Invoke-Expression (Get-ECRLoginCommand).Command')).toEqual(
      out('Login Succeeded\n', 'WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n'),
    );
    expect(await run(bench, '(Get-ECRLoginCommand).Endpoint')).toEqual(out(`https://${registry}\n`));
  });

  it('keeps objects in variables and takes them apart', async () => {
    const bench = await openBench();
    expect(
      await run(
        bench,
        "$repo = New-ECRRepository -RepositoryName web -Tag @{Key='team';Value='blue'}",
        '"$($repo.RepositoryName) lives at $($repo.RepositoryUri)"',
      ),
    ).toEqual(out(`web lives at ${registry}/web\n`));
    expect(await run(bench, '$repo | Select-Object RepositoryName, ImageTagMutability')).toEqual(
      out(
        '\nRepositoryName ImageTagMutability\n-------------- ------------------\nweb            MUTABLE\n\n',
      ),
    );
    expect(
      await run(
        bench,
        "Get-ECRRepository | Where-Object { $_.RepositoryName -like 'W*' } | ForEach-Object { $_.RepositoryArn }",
      ),
    ).toEqual(out('arn:aws:ecr:us-east-1:123456789012:repository/web\n'));
    expect(
      await run(
        bench,
        'Get-ECRRepository | Remove-ECRRepository -Force > gone.txt; (Get-ECRRepository).Count',
      ),
    ).toEqual(out('0\n'));
  });

  it('runs ECS by cmdlets: structures as hashtables, or taken apart into parameters', async () => {
    const bench = await openBench();
    const subnet = bench.cloud.state.regions.get('us-east-1')!.vpc.subnets[0]!.subnetId;
    await run(
      bench,
      'New-ECSCluster -ClusterName harbour | Out-Null',
      "Register-ECSTaskDefinition -Family web -Cpu 256 -Memory 512 -NetworkMode awsvpc -RequiresCompatibility FARGATE -ContainerDefinition @{Name='web'; Image='public.ecr.aws/docker/library/httpd:2.4'; Essential=$true} | Out-Null",
    );
    expect(
      await run(
        bench,
        `New-ECSService -Cluster harbour -ServiceName s -TaskDefinition web -DesiredCount 2 -LaunchType FARGATE -AwsvpcConfiguration_Subnet ${subnet} -AwsvpcConfiguration_AssignPublicIp ENABLED | Format-List ServiceName, DesiredCount, Status`,
      ),
    ).toEqual(out('\nServiceName  : s\nDesiredCount : 2\nStatus       : ACTIVE\n\n'));
    expect(await run(bench, '(Get-ECSClusterDetail harbour).Clusters[0].Status')).toEqual(out('ACTIVE\n'));
  });

  it('says what PowerShell says of what it does not know', async () => {
    const bench = await openBench();
    const line = async (text: string) => (await run(bench, text)).stderr;
    expect(await line('Get-Ship')).toBe(
      "Get-Ship: The term 'Get-Ship' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again.\n",
    );
    expect(await line('New-ECRRepository -Colour blue')).toBe(
      "New-ECRRepository: A parameter cannot be found that matches parameter name 'Colour'.\n",
    );
    expect(await line('New-ECRRepository')).toBe(
      'New-ECRRepository: Cannot process command because of one or more missing mandatory parameters: RepositoryName.\n',
    );
    expect(await line('Get-ECRImage -RepositoryName nope')).toBe(
      "Get-ECRImage: The repository with name 'nope' does not exist in the registry with id '123456789012'\n",
    );
    expect(await line('"open')).toBe('ParserError: The string is missing the terminator: ".\n');
  });

  it('is entered and left, and goes on from what a shell before it kept', async () => {
    const bench = await openBench();
    await run(bench, '$name = "web"', 'Set-DefaultAWSRegion eu-west-1');
    const cloud = createCloud();
    const again = await createShell({
      env: { ...bench.shell.env },
      host: {
        send: (call) => cloud.apply({ type: 'call', at: cloud.now, call }),
        identify: (key) => identifyKey(cloud.state, key, cloud.startsAt + cloud.now),
        date: () => cloud.startsAt + cloud.now,
        wind: () => {},
      },
    });
    expect(await again.run('(New-ECRRepository $name).RepositoryUri')).toEqual(
      out('123456789012.dkr.ecr.eu-west-1.amazonaws.com/web\n'),
    );
    await again.run('exit');
    expect(await again.run('echo $BASH_VERSION | cut -c1-1; pwsh -c "(Get-ECRRegistry).RegistryId"')).toEqual(
      out('5\n123456789012\n'),
    );
    expect(Object.keys(again.env)).not.toContain('DRYDOCK_PWSH');
  });

  it('completes cmdlets and their parameters, in any case', async () => {
    const bench = await openBench();
    await run(bench);
    const options = async (line: string) => (await bench.shell.complete(line, line.length)).options;
    expect(await options('get-ecrlog')).toEqual(['Get-ECRLoginCommand ']);
    expect(await options('New-ECSService -Awsvpc')).toEqual([
      '-AwsvpcConfiguration_AssignPublicIp ',
      '-AwsvpcConfiguration_SecurityGroup ',
      '-AwsvpcConfiguration_Subnet ',
    ]);
    expect(await options('docker ima')).toEqual(['image ', 'images ']);
  });

  it('never fails on what can be typed', async () => {
    const bench = await openBench();
    for (const line of [
      '$',
      '(',
      '@{',
      '@{a',
      '|',
      'a |',
      '$x[',
      '$x.',
      "'",
      '{',
      '& ',
      '-x',
      ')',
      '$(',
      '1,',
      'a >',
      '[x]',
      '$x =',
    ]) {
      const { exitCode } = await run(bench, line);
      expect([0, 1]).toContain(exitCode);
    }
  });
});
