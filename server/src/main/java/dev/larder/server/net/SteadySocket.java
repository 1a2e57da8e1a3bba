package dev.larder.server.net;

import io.netty.channel.Channel;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandler;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;

/// A socket's place in the epoll set of a [SteadyEpoll], between Netty's channel and Netty's handler, with
/// three habits of theirs changed.
///
/// 1. *A socket that is left comes back.* A socket with no interest left is taken out of the epoll set, so
///    that a reset connection does not wake the loop for ever. Netty does not put it back: the next interest,
///    in room to write for instance, fails with ENOENT, and what was still to be sent to a client that has
///    half-closed its connection is dropped. Here such a socket is registered anew.
/// 2. *The end comes in its turn.* When EPOLLRDHUP comes, Netty reads all there is, back-pressure or not.
///    Here Netty never sees it: the end of a client's input is found where it is, by reading up to it.
/// 3. *Told once.* Netty asks for events by level, so that the kernel looks once more at every socket that
///    was ready, at the next wait, to find that it is not any more. Here it is asked for edges
///    (EPOLLET), and asked again wherever a read may have left something behind:
///    - it filled its buffer, or there was none after all;
///    - the client has sent its end, or the socket failed, which no later edge would tell of.
///
///    A read that did not fill its buffer has left nothing (epoll(7)), and what comes later is an edge of its
///    own. Whoever stops reading gives up the interest, and the kernel looks anew when it is back.
final class SteadySocket implements IoRegistration {
    private static final int USUAL = EpollIoOps.EPOLLIN.value() | EpollIoOps.EPOLLOUT.value();

    private final IoHandler epoll;
    private final EpollIoHandle channel;
    private final EpollIoHandle ear = new Ear();
    private IoRegistration registration;

    /// What is waited for now.
    private EpollIoOps interests = EpollIoOps.NONE;

    /// Whether the socket has ever been in the epoll set, and whether it was taken out since.
    private boolean known;

    private boolean takenOut;

    SteadySocket(IoHandler epoll, EpollIoHandle channel) throws Exception {
        this.epoll = epoll;
        this.channel = channel;
        this.registration = epoll.register(ear);
    }

    // --- What the channel asks for ---

    @Override
    public long submit(IoOps wanted) {
        interests = edges((EpollIoOps) wanted);
        boolean none = interests.equals(EpollIoOps.NONE);
        if (takenOut && !none) {
            registerAnew();
        }
        takenOut = none && known;
        known |= !none;
        return registration.submit(interests);
    }

    /// The same interests by edge. The end of input goes with the interest in input.
    private static EpollIoOps edges(EpollIoOps wanted) {
        EpollIoOps ops = wanted.without(EpollIoOps.EPOLLRDHUP);
        if (ops.contains(EpollIoOps.EPOLLIN)) {
            ops = ops.with(EpollIoOps.EPOLLRDHUP);
        }
        return ops.equals(EpollIoOps.NONE) ? ops : ops.with(EpollIoOps.EPOLLET);
    }

    private void registerAnew() {
        registration.cancel();
        try {
            registration = epoll.register(ear);
        } catch (Exception e) {
            throw new IllegalStateException("epoll lost a socket", e);
        }
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // the interface has it so
    public <T> T attachment() {
        return registration.attachment();
    }

    @Override
    public boolean isValid() {
        return registration.isValid();
    }

    @Override
    public boolean cancel() {
        return registration.cancel();
    }

    // --- What the kernel tells ---

    private void heard(EpollIoEvent event) {
        EpollIoOps told = event.ops();
        boolean usual = (told.value() & ~USUAL) == 0;
        if (usual && !told.contains(EpollIoOps.EPOLLIN)) {
            channel.handle(this, event);
            return;
        }
        var reads = ((Channel.Unsafe) channel).recvBufAllocHandle();
        reads.lastBytesRead(reads.attemptedBytesRead()); // what it stays at if nothing is read
        channel.handle(this, usual ? event : new Told(told.without(EpollIoOps.EPOLLRDHUP)));
        if (!usual || reads.lastBytesRead() >= reads.attemptedBytesRead()) {
            askAgain();
        }
    }

    private void askAgain() {
        if (interests.contains(EpollIoOps.EPOLLIN) && registration.isValid()) {
            registration.submit(interests);
        }
    }

    /// An event that was told a part of.
    private record Told(EpollIoOps ops) implements EpollIoEvent {}

    /// What Netty's handler takes for the channel.
    @SuppressWarnings("try") // close() throws what the interface says
    private final class Ear implements EpollIoHandle {
        @Override
        public void handle(IoRegistration ignored, IoEvent event) {
            heard((EpollIoEvent) event);
        }

        @Override
        public FileDescriptor fd() {
            return channel.fd();
        }

        @Override
        public void registered() {
            channel.registered();
        }

        @Override
        public void unregistered() {
            channel.unregistered();
        }

        @Override
        public void close() throws Exception {
            channel.close();
        }
    }
}
