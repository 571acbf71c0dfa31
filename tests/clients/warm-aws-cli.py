"""The AWS CLI, loaded once: each command is a fork of this process, which saves the start of Python and the imports.

    python warm-aws-cli.py SOCKET    serves commands at a Unix socket until its standard input ends; takes the socket's
                                     folder away then
    python warm-aws-cli.py --run SOCKET ARGUMENT...    is `aws ARGUMENT...`, run by such a server

What runs is the AWS CLI's own main function, with the caller's arguments, environment, folder and streams.
"""
import os
import signal
import socket
import sys

LONGEST_RUN = 120  # seconds


def run(address, arguments):
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        socket.send_fds(server, [b'.'], [0, 1, 2])
        environment = [f'{name}={value}' for name, value in os.environ.items()]
        parts = [str(len(arguments)), *arguments, os.getcwd(), *environment]
        server.sendall('\0'.join(parts).encode('utf-8', 'surrogateescape'))
        server.shutdown(socket.SHUT_WR)
        answer = server.recv(16)
    return int(answer) if answer else 255


def serve(address):
    import select
    import shutil
    import time

    import awscli.clidriver

    # The import says here where its models lie.
    data_path = os.environ['AWS_DATA_PATH']
    # Every customization is imported by the first driver.
    awscli.clidriver.create_clidriver()

    def one(connection):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.alarm(LONGEST_RUN)
        _, streams, _, _ = socket.recv_fds(connection, 1, 3)
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
        text = b''
        while part := connection.recv(65536):
            text += part
        count, *parts = text.decode('utf-8', 'surrogateescape').split('\0')
        arguments, folder, environment = parts[: int(count)], parts[int(count)], parts[int(count) + 1 :]
        os.environ.clear()
        os.environ.update(dict(each.split('=', 1) for each in environment))
        os.environ['AWS_DATA_PATH'] = data_path
        time.tzset()
        os.chdir(folder)
        sys.argv = ['aws', *arguments]
        try:
            code = awscli.clidriver.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        connection.sendall(str(code or 0).encode())

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(64)
        print('ready', flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while True:
            ready, _, _ = select.select([listener, sys.stdin], [], [])
            if sys.stdin in ready:
                return shutil.rmtree(os.path.dirname(address))
            connection, _ = listener.accept()
            if os.fork() == 0:
                try:
                    one(connection)
                finally:
                    os._exit(0)
            connection.close()


if sys.argv[1] == '--run':
    sys.exit(run(sys.argv[2], sys.argv[3:]))
serve(sys.argv[1])
