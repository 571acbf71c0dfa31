import { defineLab, type LabView } from '../../learner/bench/index.ts';
import { buildAndPush, imagesOf, logIn, page, registry, setRegistry, tagsIn } from './goals.ts';
import { commandsLike, missing, reached, toSee } from '../goals.ts';

const dockerfile = (base: string) => `FROM mcr.microsoft.com/dotnet/aspnet:${base}\nCOPY index.html /app/\n`;
type Severities = Readonly<Record<string, number>>;

/** Findings of an image of shop by severity; undefined while it has not been scanned. */
const severitiesOf = (view: LabView, imageTag: string) =>
  view.call<{ imageScanFindings?: { findingSeverityCounts?: Severities } }>(
    'ecr',
    'DescribeImageScanFindings',
    {
      repositoryName: 'shop',
      imageId: { imageTag },
    },
  )?.imageScanFindings?.findingSeverityCounts;

export default defineLab({
  id: 'ecr-scanning',
  title: 'Find holes, and close them with a base image',
  region: 'us-east-1',
  seed: 'ecr-scanning',
  open: 'Dockerfile',
  files: { ...page, Dockerfile: dockerfile('9.0') },
  start: [
    setRegistry,
    'aws ecr create-repository --repository-name shop > /dev/null',
    logIn(),
    buildAndPush('shop:v1'),
  ],
  firstCommand: 'aws ecr start-image-scan --repository-name shop --image-id imageTag=v1',
  steps: [
    {
      id: 'scan',
      title: 'Scan by hand',
      text: 'shop:v1 was pushed and never scanned. Start a scan of it and wait until it is complete.',
      goal(view) {
        if (severitiesOf(view, 'v1')) return reached;
        return missing(
          commandsLike(view, /start-image-scan/).some(({ exitCode }) => exitCode === 0)
            ? 'the scan of v1 is still going on'
            : 'v1 has not been scanned',
          'a completed scan of shop:v1',
        );
      },
      hints: [
        'The scan is an operation of ecr, and takes a few seconds.',
        'start-image-scan names the image with --image-id imageTag=v1; then let the clock run, or use aws ecr wait.',
        'aws ecr start-image-scan --repository-name shop --image-id imageTag=v1 and then aws ecr wait image-scan-complete --repository-name shop --image-id imageTag=v1',
      ],
      solution: [
        'aws ecr start-image-scan --repository-name shop --image-id imageTag=v1',
        'aws ecr wait image-scan-complete --repository-name shop --image-id imageTag=v1',
      ],
      typicalMinutes: 2,
    },
    {
      id: 'worst',
      title: 'Find the worst',
      text: 'List the findings of v1 and find the critical one: its CVE number and its package.',
      goal: toSee(
        /describe-image-scan-findings/,
        'CVE-2023-45853',
        'the findings of v1 have not been listed',
        'a list with the critical finding',
      ),
      hints: [
        'Everything is in describe-image-scan-findings; --query makes it readable.',
        'A finding has a name and a severity; the package is one of its attributes.',
        "aws ecr describe-image-scan-findings --repository-name shop --image-id imageTag=v1 --query 'imageScanFindings.findings[].[severity,name]' --output table",
      ],
      solution: [
        "aws ecr describe-image-scan-findings --repository-name shop --image-id imageTag=v1 --query 'imageScanFindings.findings[].[severity,name]' --output table",
      ],
      typicalMinutes: 2,
    },
    {
      id: 'on-push',
      title: 'Scan every push from now on',
      text: 'Set the registry to scan every repository on push.',
      goal(view) {
        const answer = view.call<{
          scanningConfiguration: {
            rules: { scanFrequency: string; repositoryFilters: { filter: string }[] }[];
          };
        }>('ecr', 'GetRegistryScanningConfiguration');
        const rules = answer?.scanningConfiguration.rules ?? [];
        const wants = 'a rule SCAN_ON_PUSH whose filter fits shop';
        if (rules.length === 0) return missing('the registry has no rule for scanning', wants);
        const fitting = rules.filter(({ scanFrequency }) => scanFrequency === 'SCAN_ON_PUSH');
        if (fitting.length === 0) return missing(`the rule says ${rules[0]!.scanFrequency}`, wants);
        const scanned = view.call<{ scanningConfigurations: { scanOnPush: boolean }[] }>(
          'ecr',
          'BatchGetRepositoryScanningConfiguration',
          { repositoryNames: ['shop'] },
        );
        return scanned?.scanningConfigurations[0]?.scanOnPush
          ? reached
          : missing('the filter of the rule does not fit shop', wants);
      },
      hints: [
        'It is a setting of the registry and not of the repository.',
        'put-registry-scanning-configuration takes --scan-type BASIC and --rules with a filter; * fits all.',
        `aws ecr put-registry-scanning-configuration --scan-type BASIC --rules '[{"scanFrequency":"SCAN_ON_PUSH","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'`,
      ],
      solution: [
        `aws ecr put-registry-scanning-configuration --scan-type BASIC --rules '[{"scanFrequency":"SCAN_ON_PUSH","repositoryFilters":[{"filter":"*","filterType":"WILDCARD"}]}]'`,
      ],
      typicalMinutes: 3,
    },
    {
      id: 'rebase',
      title: 'Take a newer base',
      text: 'Build shop:v2 on a base image without critical or high findings, push it and let the scan finish.',
      goal(view) {
        const wants = 'shop:v2, scanned, without a critical or high finding';
        if (!tagsIn(view, 'shop').includes('v2')) return missing('shop has no image v2', wants);
        const found = severitiesOf(view, 'v2');
        if (!found) return missing('v2 has not been scanned, or its scan is still going on', wants);
        const [critical, high] = [found['CRITICAL'] ?? 0, found['HIGH'] ?? 0];
        return critical + high === 0
          ? reached
          : missing(`v2 has ${critical} critical and ${high} high findings`, wants);
      },
      hints: [
        'The holes are not in your page. They came in with the first line.',
        'Change FROM in the Dockerfile to the .NET version that is supported today.',
        `FROM mcr.microsoft.com/dotnet/aspnet:10.0, then docker build -t ${registry}/shop:v2 . and docker push ${registry}/shop:v2`,
      ],
      solution: [
        { save: 'Dockerfile', content: dockerfile('10.0') },
        'docker build -t $REGISTRY/shop:v2 .',
        'docker push $REGISTRY/shop:v2',
        'aws ecr wait image-scan-complete --repository-name shop --image-id imageTag=v2',
      ],
      typicalMinutes: 4,
    },
    {
      id: 'remove',
      title: 'Take the holes off the shelf',
      text: 'Delete shop:v1, so that nobody deploys it by mistake.',
      goal(view) {
        const tags = tagsIn(view, 'shop');
        if (!tags.includes('v2'))
          return missing('shop has no image v2 to take its place', 'shop with v2 and without v1');
        return tags.includes('v1')
          ? missing('v1 is still there', 'shop with v2 and without v1')
          : imagesOf(view, 'shop').length > 0
            ? reached
            : missing('shop is empty', 'shop with v2 and without v1');
      },
      hints: [
        'Finding holes is half of it.',
        'batch-delete-image.',
        'aws ecr batch-delete-image --repository-name shop --image-ids imageTag=v1',
      ],
      solution: ['aws ecr batch-delete-image --repository-name shop --image-ids imageTag=v1'],
      typicalMinutes: 1,
    },
  ],
});
