"""ReLU at work: small tasks, each with a baseline that it has to beat; notebook 06.

    images        a convolutional network on the digits
    sound         vowels made from formants, recognised from their spectra
    arm           the inverse kinematics of an arm with two links
    text          the next character: counting against learning
    sequences     memory over many steps in recurrent networks
    feed_forward  the feed-forward block of a transformer, plain and gated
    zeros         what zeros save: rows, bytes, time
    learning      what text and sequences share: Adam, rates with seeds
"""
