import { expect, test } from 'vitest';
import { openBench } from './bench.ts';

const taskDefinition = JSON.stringify({
  family: 'web',
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
  containerDefinitions: [{ name: 'web', image: 'httpd:2.4', portMappings: [{ containerPort: 80 }] }],
});
const appSpec = `version: 0.0
Resources:
  - TargetService:
      Type: AWS::ECS::Service
      Properties:
        TaskDefinition: <TASK_DEFINITION>
        LoadBalancerInfo:
          ContainerName: web
          ContainerPort: 80
`;
const trust =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"codedeploy.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

test('aws ecs deploy registers, deploys over CodeDeploy and waits', async () => {
  const bench = await openBench({ 'web.json': taskDefinition, 'appspec.yaml': appSpec });
  const deploy = 'aws ecs deploy --service shop --task-definition web.json --codedeploy-appspec appspec.yaml';
  expect(await bench.shell.run(deploy)).toMatchObject({
    stdout: '',
    stderr:
      '\nFailed to describe ECS service:\nAn error occurred (ClusterNotFoundException) when calling the DescribeServices operation: Cluster not found.\n',
    exitCode: 255,
  });
  const { stderr } = await bench.shell.run(`set -e
SUBNETS=$(aws ec2 describe-subnets --query 'Subnets[].SubnetId' --output text | tr '\\t' ',')
VPC=$(aws ec2 describe-vpcs --query 'Vpcs[0].VpcId' --output text)
aws ecs create-cluster
aws ecs register-task-definition --cli-input-json file://web.json
BALANCER=$(aws elbv2 create-load-balancer --name shop --subnets $(echo $SUBNETS | tr ',' ' ') --query 'LoadBalancers[0].LoadBalancerArn' --output text)
BLUE=$(aws elbv2 create-target-group --name blue --protocol HTTP --port 80 --target-type ip --vpc-id $VPC --query 'TargetGroups[0].TargetGroupArn' --output text)
aws elbv2 create-target-group --name green --protocol HTTP --port 80 --target-type ip --vpc-id $VPC
LISTENER=$(aws elbv2 create-listener --load-balancer-arn $BALANCER --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=$BLUE --query 'Listeners[0].ListenerArn' --output text)
aws ecs create-service --service-name shop --task-definition web --desired-count 1 --launch-type FARGATE --deployment-controller type=CODE_DEPLOY --load-balancers targetGroupArn=$BLUE,containerName=web,containerPort=80 --network-configuration "awsvpcConfiguration={subnets=[$SUBNETS],assignPublicIp=ENABLED}"
aws iam create-role --role-name codedeploy --assume-role-policy-document '${trust}'
aws iam attach-role-policy --role-name codedeploy --policy-arn arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS
aws deploy create-application --application-name AppECS-default-shop --compute-platform ECS
aws deploy create-deployment-group --application-name AppECS-default-shop --deployment-group-name DgpECS-default-shop --service-role-arn arn:aws:iam::123456789012:role/codedeploy --deployment-style deploymentType=BLUE_GREEN,deploymentOption=WITH_TRAFFIC_CONTROL --blue-green-deployment-configuration 'deploymentReadyOption={actionOnTimeout=CONTINUE_DEPLOYMENT},terminateBlueInstancesOnDeploymentSuccess={action=TERMINATE,terminationWaitTimeInMinutes=1}' --load-balancer-info "targetGroupPairInfoList=[{targetGroups=[{name=blue},{name=green}],prodTrafficRoute={listenerArns=[$LISTENER]}}]" --ecs-services clusterName=default,serviceName=shop
sleep 120`);
  expect(stderr).toBe('');
  const arn = 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:2';
  const { stdout, exitCode } = await bench.shell.run(deploy);
  expect(stdout.replace(/d-[A-Z0-9]{9}/g, 'D')).toBe(`Successfully registered new ECS task definition ${arn}
Successfully created deployment D
Waiting for D to succeed (will wait up to 30 minutes)...
Successfully deployed ${arn} to service 'shop'
`);
  expect(exitCode).toBe(0);
  expect((await bench.shell.run('aws deploy list-deployments --query "length(deployments)"')).stdout).toBe(
    '1\n',
  );
});
