/** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html */
export const codeDeployForEcs = {
  Version: '2012-10-17',
  Statement: [
    {
      Action: [
        'ecs:DescribeServices',
        'ecs:CreateTaskSet',
        'ecs:UpdateServicePrimaryTaskSet',
        'ecs:DeleteTaskSet',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:ModifyListener',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:ModifyRule',
        'lambda:InvokeFunction',
        'cloudwatch:DescribeAlarms',
        'sns:Publish',
        's3:GetObject',
        's3:GetObjectVersion',
      ],
      Resource: '*',
      Effect: 'Allow',
    },
    {
      Action: ['iam:PassRole'],
      Effect: 'Allow',
      Resource: '*',
      Condition: { StringLike: { 'iam:PassedToService': ['ecs-tasks.amazonaws.com'] } },
    },
  ],
};
