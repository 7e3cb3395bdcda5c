"""What each rank of `mpiexec` does in test_mpi4py.py: a failed assertion ends all of them."""

import sys
import tempfile
import traceback
from pathlib import Path

import numpy as np
from mpi4py import MPI

from swiftbuf import Waveform

WORLD = MPI.COMM_WORLD
RANK, SIZE = WORLD.rank, WORLD.size
NUMBERS = "bBhHiIlLqQnNfd"
COMPLEX = ("Zf", "Zd")


def numbered(count, fmt, start=0):
    waveform = Waveform(count, fmt)
    waveform[:] = range(start, start + count)
    return waveform


def send_and_recv():
    """Round the ring: every rank gets what its neighbour has, format by format."""
    for fmt in (*NUMBERS, *COMPLEX):
        sent, received = numbered(10, fmt, RANK), Waveform(10, fmt)
        request = WORLD.Isend(sent, (RANK + 1) % SIZE)
        WORLD.Recv(received, (RANK - 1) % SIZE)
        request.Wait()
        assert received == numbered(10, fmt, (RANK - 1) % SIZE), fmt


def scatter_and_gather():
    """A table is dealt out by rows, and put together again from them."""
    table = Waveform((SIZE, 100), "h") if RANK == 0 else None
    back = Waveform((SIZE, 100), "h") if RANK == 0 else None
    for row in range(SIZE if RANK == 0 else 0):
        table[row] = range(row, row + 100)
    mine = Waveform(100, "h")
    WORLD.Scatter(table, mine)
    assert mine == numbered(100, "h", RANK)
    WORLD.Gather(mine, back)
    assert RANK or back == table


def datatype_of_the_format():
    """MPI adds right only if it knows what the bytes are."""
    for fmt in (*NUMBERS, *COMPLEX):
        total = Waveform(10, fmt)
        WORLD.Allreduce(numbered(10, fmt, RANK), total)
        expected = sum(np.arange(10) + rank for rank in range(SIZE))
        assert np.asarray(total).tolist() == expected.tolist(), fmt


def refused():
    """What MPI cannot take is an error before anything is sent."""
    native, strided = Waveform(4, "h"), Waveform(8, "h")[::2]
    for wrong in (Waveform(4, ">h"), strided):
        try:
            WORLD.Sendrecv(wrong, RANK, recvbuf=native, source=RANK)
        except BufferError:
            continue
        raise AssertionError(wrong)
    try:
        WORLD.Sendrecv(native, RANK, recvbuf=native.toreadonly(), source=RANK)
    except BufferError:
        return
    raise AssertionError("read-only memory was received into")


def swapped_with_a_datatype():
    """Samples of the other byte order travel as they are if one names the datatype."""
    sent, received = numbered(4, ">h"), Waveform(4, ">h")
    WORLD.Sendrecv([sent, MPI.SHORT], RANK, recvbuf=[received, MPI.SHORT], source=RANK)
    assert received == sent


def swapped_sums_are_wrong():
    """MPI adds bytes 00 FF as the machine reads them: what the docs warn of."""
    sent, total = Waveform(1, ">h"), Waveform(1, ">h")
    sent[0] = 255
    WORLD.Allreduce([sent, MPI.SHORT], [total, MPI.SHORT])
    assert total[0] != 255 * SIZE


def sent_from_its_own_memory():
    """What is written after the request was made is sent: nothing was copied for it."""
    sent, received = Waveform(10, "h"), Waveform(10, "h")
    requests = [WORLD.Send_init(sent, RANK), WORLD.Recv_init(received, RANK)]
    sent[:] = range(10)
    MPI.Prequest.Startall(requests)
    MPI.Request.Waitall(requests)
    assert received == sent
    for request in requests:
        request.Free()


def sent_from_a_file_map():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "map")
        path.write_bytes(numbered(1000, "h"))
        mapped, received = Waveform.mmap(path, "h", mode="r"), Waveform(1000, "h")
        WORLD.Sendrecv(mapped, RANK, recvbuf=received, source=RANK)
    assert received == numbered(1000, "h")


def bytes_of_a_message():
    """As MPI counts them: the memory, and for a pickle some bytes more."""
    sent, status = numbered(1000, "h"), MPI.Status()
    request = WORLD.Isend(sent, RANK)
    WORLD.Recv(Waveform(1000, "h"), RANK, status=status)
    request.Wait()
    assert status.Get_count(MPI.BYTE) == sent.nbytes
    request = WORLD.isend(sent, RANK)
    assert WORLD.recv(source=RANK, status=status) == sent
    request.wait()
    assert sent.nbytes < status.Get_count(MPI.BYTE) < sent.nbytes + 1000


def memory_of_each_rank():
    """What a rank does with what it has received is not seen by the others."""
    by_buffer = numbered(10, "h")
    WORLD.Bcast(by_buffer)
    for mine in (by_buffer, WORLD.bcast(numbered(10, "h") if RANK == 0 else None)):
        assert mine == numbered(10, "h")
        WORLD.Barrier()
        mine[0] += 1 + RANK
        WORLD.Barrier()
        assert mine[0] == 1 + RANK


def by_pickle():
    """The lower-case methods send a copy of the object, in any byte order, read-only or strided."""
    table = numbered(12, ">h").cast(">h", (3, 4))
    got = WORLD.bcast(table[:, ::2].toreadonly() if RANK == 0 else None)
    assert got == table[:, ::2]
    assert (got.format, got.readonly) == (">h", True)
    assert not WORLD.bcast(table if RANK == 0 else None).readonly
    assert bytes(table) in MPI.pickle.dumps(table)


try:
    globals()[sys.argv[1]]()
except BaseException:
    traceback.print_exc()
    WORLD.Abort(1)
