/** What prints the listings of lessons that no lab's solution and no near miss prints. */
import type { SolutionAct } from '../../learner/bench/index.ts';
import { logIn, registry } from '../../content/ecr/goals.ts';
import { runOnFargate } from '../../content/ecs/goals.ts';

const stopped =
  'aws ecs describe-tasks --cluster drydock --tasks $(aws ecs list-tasks --cluster drydock --desired-status STOPPED --query taskArns[0] --output text)';

/** Lines to run in a lab of the lesson, from its start, so that a listing is printed. */
export const printedBy: readonly { lesson: string; lab: string; acts: readonly SolutionAct[] }[] = [
  {
    lesson: 'ecr/public-gallery',
    lab: 'ecr-public',
    acts: [
      'aws ecr-public get-login-password --region us-east-1 | docker login --username AWS --password-stdin public.ecr.aws',
      { wind: 13 * 3_600_000 },
      'docker pull public.ecr.aws/docker/library/httpd:2.4',
    ],
  },
  {
    lesson: 'ecr/scanning-images',
    lab: 'ecr-scanning',
    acts: [
      'aws ecr start-image-scan --repository-name shop --image-id imageTag=v1',
      'aws ecr wait image-scan-complete --repository-name shop --image-id imageTag=v1',
      "aws ecr describe-image-scan-findings --repository-name shop --image-id imageTag=v1 --query 'imageScanFindings.findingSeverityCounts'",
    ],
  },
  {
    lesson: 'ecs/container-definitions',
    lab: 'ecs-container-definitions',
    acts: [
      `aws ecs register-task-definition --family quiet --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 --container-definitions '[{"name":"web","image":"httpd","logConfiguration":{"logDriver":"awslogs","options":{"awslogs-group":"/web","awslogs-region":"us-east-1","awslogs-stream-prefix":"web"}}}]'`,
    ],
  },
  {
    lesson: 'ecs/jobs-and-schedules',
    lab: 'ecs-jobs',
    acts: [
      runOnFargate('report', ` --overrides '{"containerOverrides":[{"name":"nope","command":["ls"]}]}'`),
    ],
  },
  {
    lesson: 'fargate/linux-architectures',
    lab: 'fargate-arm64',
    acts: [
      'aws ecr create-repository --repository-name shop',
      logIn(),
      `docker build -q --platform linux/arm64 -t ${registry}/shop:arm64 .`,
      `docker push -q ${registry}/shop:arm64`,
      // An index that lists nothing but the image for arm64.
      'DIGEST=$(aws ecr describe-images --repository-name shop --query imageDetails[0].imageDigest --output text)',
      `aws ecr put-image --repository-name shop --image-tag index --image-manifest "$(jq -nc --arg d $DIGEST '{schemaVersion:2,mediaType:"application/vnd.oci.image.index.v1+json",manifests:[{mediaType:"application/vnd.oci.image.manifest.v1+json",digest:$d,size:500,platform:{os:"linux",architecture:"arm64"}}]}')"`,
      `aws ecs register-task-definition --family arm --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole --container-definitions '[{"name":"web","image":"${registry}/shop:index"}]'`,
      runOnFargate('arm'),
      { wind: 120_000 },
      stopped,
    ],
  },
];

/** First lines of listings that are no output: forms of addresses and the like. */
export const shownAsExample: readonly string[] = ['https://gallery.ecr.aws/docker/library/httpd'];

/** Parts of `sh` listings that AWS takes and the course's cloud says it does not simulate; the lesson says so, or only reads. */
export const onlyAtAws: readonly string[] = ['{ $.status = 500 }'];
